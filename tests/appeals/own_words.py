"""How much of a letter is in one's own words: cases for the server and for the browser."""

GIVEN = """Dear Minister,

I am writing to you about a case that troubles me.

1. Set her free.

Yours sincerely,
Ada Lovelace"""
# What is added, and how many per cent of the letter that is then: of shingles, not of words.
# The given text has 14 of them: 9 in the line of eleven words, 2 in that of four, 1 in each other.
OWN = {
    "nothing": (GIVEN, "", 0),
    "no words": (GIVEN, " \n?! …", 0),
    "one word": (GIVEN, "Please.", 7),
    "a sentence": (GIVEN, "I am a nurse too, and I think of her.", 37),
    "lines": (GIVEN, "I am a nurse too.\n\nI think of her.\nPlease.", 30),
    "what stands there": (GIVEN, "YOURS SINCERELY\nI am writing to you about a case", 0),
    "the same again": (GIVEN, "Please do.\nPlease do!\nPLEASE, do.", 7),
    "one word changed": (GIVEN, "I am writing to you about a girl that troubles me.", 18),
    "a letter in two codes": ("Un caf\u00e9 noir", "Un cafe\u0301 noir", 0),
    "Turkish and Greek capitals": (
        "\u0130ki g\u00f6z \u039f\u0394\u039f\u03a3",
        "i\u0307ki g\u00f6z \u03bf\u03b4\u03cc\u03c2",
        50,
    ),
    "Arabic": ("أكتب إليكم بشأن ممرضة", "أكتب إليكم بشأن أمي وهي بحاجة", 60),
    "Hindi": ("मैं एक नर्स के बारे में लिख रहा हूँ", "मैं भी एक नर्स हूँ", 30),
    "Chinese": ("我写信给您是关于一位护士的案件", "我也是一位护士，我很担心她。", 42),
    "Thai": ("ฉันเขียนถึงท่านเกี่ยวกับพยาบาล", "ฉันก็เป็นพยาบาล", 27),
    "two scripts": ("Free 刘晓", "Free 刘晓 now, please", 34),
    "numbers": ("UA 115/16", "UA 116/16", 50),
    "all of it": ("", "I think of her.", 100),
    "nothing at all": ("", "", 0),
}

"""Letters, a sheet and a card as the site could ask for them, in several languages."""

from dataclasses import replace

from petitions.documents.content import (
    Block,
    Card,
    Cover,
    Envelope,
    Layout,
    Letter,
    Run,
    Sheet,
    SheetOfficial,
    SheetSection,
)


def paragraph(text: str) -> Block:
    return Block("paragraph", (Run(text),))


ENGLISH = Letter(
    layout=Layout("en"),
    sender=("Ada Lovelace", "12 St James’s Square", "London SW1Y 4LE"),
    date="22 November 2026",
    address=(
        "His Excellency the Minister of Justice",
        "Ministry of Justice",
        "14 Example Street",
        "Example City 1010",
        "EXAMPLELAND",
    ),
    subject="Release Lena Marwick, held for reporting on the river",
    salutation="Your Excellency,",
    body=(
        paragraph(
            "I am writing about Lena Marwick, a journalist who has been held in Norwell prison "
            "since 3 March 2026. She was arrested after publishing measurements of poison in the "
            "river from which her town drinks. She has seen her lawyer once."
        ),
        Block(
            "paragraph",
            (
                Run("Her trial is to begin on "),
                Run("14 December", strong=True),
                Run(". The court has not told her what she is accused of, and the newspaper "),
                Run("The Norwell Observer", emphasis=True),
                Run(" may no longer appear."),
            ),
        ),
        paragraph("I respectfully ask you to"),
        Block("numbered", (Run("release Lena Marwick at once and without conditions;"),), 1),
        Block(
            "numbered",
            (Run("let her see a lawyer of her choice and her family until she is released;"),),
            2,
        ),
        Block("numbered", (Run("have the poisoning of the river examined independently."),), 3),
        paragraph(
            "To measure the water that one drinks is no crime. I would be grateful to hear what "
            "you have decided."
        ),
    ),
    closing="Yours respectfully,",
    name="Ada Lovelace",
    copies="Copy to: Embassy of Exampleland, 5 Sample Row, London W1A 1AA",
)

OPEN = replace(ENGLISH, sender=(), name="", open_lines=("Name", "Address", "Town"))

FAX = replace(
    ENGLISH,
    cover=Cover(
        "Fax",
        (
            ("To", "His Excellency the Minister of Justice\nMinistry of Justice, Exampleland"),
            ("Fax number", "+999 1 234 5678"),
            ("From", "Ada Lovelace, London SW1Y 4LE"),
            ("Date", "22 November 2026"),
            ("Subject", ENGLISH.subject),
        ),
        pages="Pages, with this one",
    ),
)

POST = replace(
    ENGLISH,
    envelope=Envelope(
        sender=ENGLISH.sender,
        address=ENGLISH.address,
        stamp="Stamp",
        hint="Print this page on an envelope, or cut it out along the line and glue it on one.",
    ),
)

LONG = replace(ENGLISH, body=ENGLISH.body * 3)

RUSSIAN = replace(
    ENGLISH,
    layout=Layout("ru"),
    sender=("Ада Лавлейс", "ул. Примерная, д. 5", "101000 Москва"),
    date="22 ноября 2026 г.",
    subject="Освободите Лену Марвик, осуждённую за статьи о реке",
    salutation="Уважаемый господин министр!",
    body=(
        paragraph("Я пишу Вам о журналистке Лене Марвик, которая с 3 марта находится под стражей."),
        Block("numbered", (Run("Прошу Вас немедленно освободить её."),), 1),
        Block("numbered", (Run("Прошу Вас допустить к ней адвоката."),), 2),
    ),
    closing="С уважением,",
    name="Ада Лавлейс",
    copies="",
)

KAZAKH = replace(
    RUSSIAN,
    layout=Layout("kk"),
    subject="Лена Марвикті босатыңыз",
    salutation="Құрметті министр мырза!",
    body=(paragraph("Өзен туралы жазғаны үшін қамалған журналистің тағдыры мені алаңдатады."),),
    closing="Ізгі ниетпен,",
)

ARABIC = replace(
    ENGLISH,
    layout=Layout("ar", "rtl"),
    sender=("ليلى حداد", "شارع النيل 12", "القاهرة 11511", "+20 2 2345 6789"),
    date="22 نوفمبر 2026",
    address=(
        "Minister of Justice",
        "14 Example Street, Floor 3.",
        "Example City 1010",
        "EXAMPLELAND",
    ),
    subject="أطلقوا سراح الصحفية لينا مارويك",
    salutation="معالي وزير العدل،",
    body=(
        paragraph(
            "أكتب إليكم بشأن الصحفية لينا مارويك المحتجزة في سجن نورويل منذ 3 مارس 2026. وقد "
            "اعتُقلت بعد أن نشرت في صحيفة The Norwell Observer قياسات للسموم في النهر الذي تشرب منه "
            "مدينتها."
        ),
        paragraph("أرجو من معاليكم:"),
        Block("numbered", (Run("الإفراج عنها فورًا "), Run("ودون شروط", strong=True), Run("؛")), 1),
        Block("numbered", (Run("السماح لها بلقاء محاميها وأسرتها؛"),), 2),
        Block("numbered", (Run("فتح تحقيق مستقل في تلويث النهر."),), 3),
        paragraph("يمكن الاتصال بمحاميها على الرقم +999 1 234 5678 في أي وقت."),
    ),
    closing="وتفضلوا بقبول فائق الاحترام،",
    name="ليلى حداد",
    copies="نسخة إلى: سفارة إكزامبل لاند",
)

HEBREW = replace(
    ARABIC,
    layout=Layout("he", "rtl"),
    sender=("עדה לאבלייס", "רחוב הדוגמה 5", "תל אביב"),
    date="22 בנובמבר 2026",
    subject="שחררו את העיתונאית לנה מרוויק",
    salutation="כבוד השר,",
    body=(paragraph("אני כותבת אליך בעניין העיתונאית לנה מרוויק, הכלואה מאז 3 במרץ 2026."),),
    closing="בכבוד רב,",
    name="עדה לאבלייס",
    copies="",
)

CHINESE = replace(
    ENGLISH,
    layout=Layout("zh-Hans"),
    sender=("林爱达", "示例路12号", "上海 200000"),
    date="2026年11月22日",
    subject="请释放因报道河流污染而被关押的记者莉娜·马维克",
    salutation="尊敬的司法部长：",
    body=(
        paragraph(
            "我写信是为了记者莉娜·马维克的案件。自2026年3月3日以来，她一直被关押在诺维尔监狱。她在"
            "《诺维尔观察报》上公布了全城饮用的河水中“有毒物质”的测量结果，随后被捕……至今她只见过"
            "律师一次。"
        ),
        Block("numbered", (Run("立即无条件释放莉娜·马维克；"),), 1),
        Block("numbered", (Run("允许她会见自己选择的律师和家人；"),), 2),
        Block("numbered", (Run("对河流污染进行独立调查。"),), 3),
    ),
    closing="此致敬礼",
    name="林爱达",
    copies="",
)

HINDI = replace(
    ENGLISH,
    layout=Layout("hi"),
    sender=("आदा लवलेस", "12 उदाहरण मार्ग", "नई दिल्ली 110001"),
    date="22 नवंबर 2026",
    subject="पत्रकार लेना मार्विक को रिहा कीजिए",
    salutation="माननीय मंत्री महोदय,",
    body=(paragraph("मैं पत्रकार लेना मार्विक के बारे में लिख रही हूँ, जो 3 मार्च से जेल में बंद हैं।"),),
    closing="सादर,",
    name="आदा लवलेस",
    copies="",
)

SHEET = Sheet(
    layout=Layout("en"),
    kicker="Exampleland · Freedom of the press",
    title="Free Lena Marwick",
    lead=(
        "A journalist measured the poison in the river from which her town drinks, and published "
        "what she found. She has been in Norwell prison since 3 March 2026."
    ),
    deadline="Write before 14 December 2026, when her trial begins.",
    demands=SheetSection(
        "What we ask",
        (
            Block("numbered", (Run("Release Lena Marwick at once and without conditions."),), 1),
            Block(
                "numbered",
                (Run("Let her see a lawyer of her choice and her family until she is released."),),
                2,
            ),
            Block("numbered", (Run("Have the poisoning of the river examined independently."),), 3),
        ),
    ),
    officials_title="Whom to write to",
    officials=(
        SheetOfficial(
            "Minister of Justice",
            "Decides on pardons",
            ENGLISH.address[1:],
            (("Salutation", "Your Excellency,"), ("Fax", "+999 1 234 5678")),
        ),
        SheetOfficial(
            "Maria Sample",
            "Prosecutor General",
            ("Office of the Prosecutor General", "2 Court Square", "EXAMPLELAND"),
            (
                ("Salutation", "Dear Prosecutor General,"),
                ("E-mail", "office@prosecutor.example.org"),
                ("Languages", "English, French"),
            ),
        ),
        SheetOfficial(
            "Embassy of Exampleland in London",
            "Receives copies",
            ("5 Sample Row", "London W1A 1AA", "UNITED KINGDOM"),
            (("Phone", "+44 20 7946 0000"),),
        ),
    ),
    sections=(
        SheetSection(
            "What happened",
            (
                *ENGLISH.body[:2],
                Block("quote", (Run("The water belongs to all who drink it."),)),
                paragraph(
                    "Two of her colleagues were questioned and let go. The paper’s office has been "
                    "sealed. Doctors in Norwell say that they have been told not to speak about "
                    "the children who were taken ill in spring."
                ),
            ),
        ),
        SheetSection(
            "Since then",
            (
                Block("item", (Run("3 March: ", strong=True), Run("arrested at her desk"))),
                Block("item", (Run("9 June: ", strong=True), Run("sees her lawyer for an hour"))),
                Block("item", (Run("2 November: ", strong=True), Run("a date is set"))),
            ),
        ),
    ),
    link="https://petitions.example.org/c/free-lena-marwick",
    link_hint="Sign, and read on:",
)

CARD = Card(
    layout=Layout("en"),
    kicker="Exampleland · Freedom of the press",
    title="Free Lena Marwick, held for measuring the poison in a river",
    count="12,408 have signed",
    site="petitions.example.org",
)

ARABIC_CARD = replace(
    CARD,
    layout=Layout("ar", "rtl"),
    kicker="حرية الصحافة",
    title="أطلقوا سراح الصحفية لينا مارويك",
    count="وقّع 12,408",
)

ARABIC_SHEET = replace(
    SHEET,
    layout=Layout("ar", "rtl"),
    kicker="حرية الصحافة",
    title="أطلقوا سراح لينا مارويك",
    lead="صحفية قاست السموم في النهر الذي تشرب منه مدينتها، ونشرت ما وجدته.",
    deadline="اكتبوا قبل 14 ديسمبر 2026.",
    demands=SheetSection("ما نطلبه", tuple(block for block in ARABIC.body if block.number)),
    officials_title="إلى من تكتبون",
    officials=(
        SheetOfficial("وزير العدل", "", ARABIC.address, (("فاكس", "+999 1 234 5678"),)),
        SheetOfficial("المدعي العام", "النيابة العامة", ARABIC.sender, ()),
    ),
    sections=(SheetSection("ما حدث", ARABIC.body[:1]),),
    link_hint="وقّعوا هنا:",
)

"""A demand is turned to the official who can grant it; what no rule fits is known as such."""

import pytest

from petitions.urgent_actions.parse import parse
from petitions.urgent_actions.readers.phrasing import is_to_readers, parts_of, said
from tests.urgent_actions.answers import answer_of, documents, text_of

# Each demand, and below it what is said.
SAID = {
    "en": """
Immediately release Ada
    Immediately release Ada.
Release of Ada
    Order the release of Ada.
Write to the King urging him to free Ben
    Free Ben.
Requesting that the government commute the sentence
    Commute the sentence.
that Ben be released
    Order that Ben be released.
I demand you free Ben
    Free Ben.
Carry out an impartial inquiry into the raid
    Carry out an impartial inquiry into the raid.
Conform with the Convention
    Conform with the Convention.
Could you please free Ben?
    Free Ben.
Urging that she receive medicine
    Order that she receive medicine.
Urging the authorities to free Ada Byron at once
    Free Ada Byron at once.
calling on them to respect the right to meet
    Respect the right to meet.
Calling on the Minister for Justice to release him
    Release him.
Urging the Board to advise the Governor to spare him
    Advise the Governor to spare him.
Urge them to find out who shot Ben, and to publish it
    Find out who shot Ben, and publish it.
Ask them to grant her access to a lawyer and to medicines
    Grant her access to a lawyer and to medicines.
Urging the army not to attack the village
    Do not attack the village.
Urging him not to sign the order and to free Ben
    Do not sign the order, but free Ben.
Asking them in the meantime to ensure that she is fed
    In the meantime, ensure that she is fed.
Until he is free, I urge you to let him read
    Until he is free, let him read.
Urging the King to use his power of mercy
    Use your power of mercy.
Call for a full inquiry into the raid
    Order a full inquiry into the raid.
Demanding the immediate release of Ada
    Order the immediate release of Ada.
calling for the charges against Ben to be dropped
    Order the charges against Ben to be dropped.
calling for a retrial, and for Ben to be freed
    Order a retrial, and order Ben to be freed.
calling for an immediate end to the raids
    Put an immediate end to the raids.
Expressing concern at the raid, and urging an inquiry
    Order an inquiry.
Reminding them that raids are wrong, calling on them to drop the charges
    Drop the charges.
stating that you excuse nobody; calling for the sentence to be commuted
    Order the sentence to be commuted.
Appealing to the Governor for clemency
    Grant clemency.
asking for assurances that she is well
    Give assurances that she is well.
urging that she be given her books
    Order that she be given her books.
I am writing to demand that Ada and Ben be released
    Order that Ada and Ben be released.
Asking that they are not ill-treated
    Ensure that they are not ill-treated.
asking whether he has seen a doctor
    Say whether he has seen a doctor.
I urge you to release him.
    Release him.
I therefore call on you to drop the charge.
    Drop the charge.
I would be grateful if you would free her
    Free her.
Please also make sure that she gets her post.
    Make sure that she gets her post.
You must stop the eviction.
    Stop the eviction.
The charges must be dropped
    Order that the charges be dropped.
so that the river is clean
    Ensure that the river is clean.
Urging them to free Ada, and calling for an inquiry
    Free Ada. Order an inquiry.
release Ada
    Release Ada.
""",
    "de": """
Veranlassen Sie bitte, dass Ada freikommt
    Veranlassen Sie, dass Ada freikommt.
Bitten Sie den König, das Todesurteil umzuwandeln
    Das Todesurteil umwandeln.
Fordern Sie die Regierung auf, Ada unverzüglich freizulassen
    Ada unverzüglich freilassen.
die Behörden auffordern, bekanntzugeben, wo er ist, und ihn zu schützen
    Bekanntgeben, wo er ist, und ihn schützen.
Ich fordere Sie auf, die Drohungen untersuchen zu lassen.
    Die Drohungen untersuchen lassen.
Ich bitte Sie dringend, das Verfahren einzustellen und sie freizulassen
    Das Verfahren einstellen und sie freilassen.
Bitten Sie den König, dafür zu sorgen, dass sie Zeit hat, mit Anwälten zu sprechen
    Dafür sorgen, dass sie Zeit hat, mit Anwälten zu sprechen.
Bis dahin fordere ich Sie auf, ihm Bücher zu geben.
    Bis dahin ihm Bücher geben.
fordern, daß der Angriff untersucht wird
    Sorgen Sie dafür, dass der Angriff untersucht wird.
die Freilassung von Ben fordern
    Veranlassen Sie die Freilassung von Ben.
Fordern Sie die sofortige Freilassung von Ada
    Veranlassen Sie die sofortige Freilassung von Ada.
Bitte lassen Sie Ada frei
    Lassen Sie Ada frei.
Leiten Sie bitte eine Untersuchung ein
    Leiten Sie eine Untersuchung ein.
Die Drohungen müssen untersucht werden.
    Die Drohungen müssen untersucht werden.
""",
    "fr": """
Appelez à la libération d'Ada
    Ordonner la libération d'Ada.
de libérer Ada
    Libérer Ada.
Exhortez le gouverneur à commuer la peine de Ben
    Commuer la peine de Ben.
priez les autorités de révéler où il est et de le laisser lire
    Révéler où il est et le laisser lire.
demandez-leur de ne plus poursuivre Ada
    Ne plus poursuivre Ada.
Demander à la ministre d’ouvrir une enquête
    Ouvrir une enquête.
Je vous exhorte à la libérer et à abandonner les charges.
    La libérer et abandonner les charges.
demandez qu'une enquête soit menée et que tout soit publié
    Faire en sorte qu'une enquête soit menée et que tout soit publié.
demandez leur libération
    Ordonner leur libération.
demandez l'abandon des charges
    Ordonner l'abandon des charges.
appelez les autorités à respecter leurs obligations
    Respecter vos obligations.
la libération immédiate d'Ada
    Ordonner la libération immédiate d'Ada.
Libérez Ada
    Libérez Ada.
dites-vous préoccupé par le raid, et demandez sa libération
    Ordonner sa libération.
""",
    "es": """
Instando a las autoridades a que no maten a Ada y a que la liberen
    Que las autoridades no maten a Ada y que la liberen.
Instando a las autoridades a que protejan a Ada
    Que las autoridades protejan a Ada.
Instando a las autoridades a que sea juzgada
    Que sea juzgada.
Instar al presidente a que conmute la pena
    Que conmute la pena.
Instando a las autoridades a proteger a Ben y a liberar a Ada
    Proteger a Ben y liberar a Ada.
Le exhorto a retirar a los agentes que lo retienen.
    Retirar a los agentes que lo retienen.
Pidiendo que se investiguen las amenazas y que se publique todo
    Que se investiguen las amenazas y que se publique todo.
Asimismo, le pido que libere a Ada.
    Que libere a Ada.
Pidan la liberación inmediata de Ada
    Ordenar la liberación inmediata de Ada.
para que Ada vuelva a casa
    Que Ada vuelva a casa.
expresando preocupación por Ada, e instando a que se la libere
    Que se la libere.
""",
    "pl": """
niezwłocznie uwolnić Adę
    Niezwłocznie uwolnić Adę.
Wzywanie władz do natychmiastowego uwolnienia Ady
    Doprowadzić do natychmiastowego uwolnienia Ady.
zażądaj bezstronnego śledztwa
    Doprowadzić do bezstronnego śledztwa.
Apeluję do Pana o uwolnienie Ady.
    Spowodować uwolnienie Ady.
domagaj się, by nikt nie był bity
    Zadbać o to, by nikt nie był bity.
Wezwij władze, by nie burzyły domów
    Zadbać o to, by władze nie burzyły domów.
Do tego czasu proszę, aby umożliwił Pan jej widzenia.
    Aby do tego czasu umożliwił Pan jej widzenia.
natychmiastowej zamiany kary
    Doprowadzić do natychmiastowej zamiany kary.
""",
    "nl": """
Roep de autoriteiten op Nadia onmiddellijk vrij te laten
    Gelieve Nadia onmiddellijk vrij te laten.
roep hem op om de aanklacht in te trekken
    Gelieve de aanklacht in te trekken.
Dring er bij de minister op aan dat Nadia een advocaat krijgt
    Zorg ervoor dat Nadia een advocaat krijgt.
dring er bij de autoriteiten op aan Nadia te beschermen
    Gelieve Nadia te beschermen.
Vraag de regering de dreigementen te onderzoeken
    Gelieve de dreigementen te onderzoeken.
Ik verzoek u dringend om Nadia vrij te laten.
    Gelieve Nadia vrij te laten.
Daarom vraag ik u de doodstraf af te schaffen
    Gelieve de doodstraf af te schaffen.
Eis een onafhankelijk onderzoek
    Zorg voor een onafhankelijk onderzoek.
eis dat het leger zich terugtrekt
    Zorg ervoor dat het leger zich terugtrekt.
ervoor te zorgen dat zij haar familie kan zien
    Gelieve ervoor te zorgen dat zij haar familie kan zien.
Nadia onmiddellijk vrij te laten
    Gelieve Nadia onmiddellijk vrij te laten.
Zorg dat Nadia veilig is
    Zorg dat Nadia veilig is.
Uit uw bezorgdheid over Nadia en vraag de minister haar vrij te laten
    Gelieve haar vrij te laten.
""",
    "it": """
chiedendo alle autorità di rilasciare Ada
    Rilasciare Ada.
Chiedete alle autorità di liberare Ada e di ritirare le accuse
    Liberare Ada e ritirare le accuse.
sollecitando le autorità a garantire cure ad Ada
    Garantire cure ad Ada.
esortando il governo affinché Ada sia libera
    Fare in modo che Ada sia libera.
chiedendo che Ada sia liberata
    Fare in modo che Ada sia liberata.
Le chiedo di rilasciare subito Ada.
    Rilasciare subito Ada.
chiedendo il rilascio immediato di Ada
    Disporre il rilascio immediato di Ada.
La esorto ad aprire un'indagine
    Aprire un'indagine.
chiedendo loro di non torturare Ben
    Non torturare Ben.
Garantire un processo equo
    Garantire un processo equo.
esprimendo preoccupazione per Ada e chiedendo di liberarla
    Liberarla.
""",
    "pt": """
Instando as autoridades a libertar Ada
    Libertar Ada.
instando-as a que libertem Ada
    Que libertem Ada.
Exigindo a libertação imediata de Ada
    Ordenar a libertação imediata de Ada.
Exigindo uma investigação imparcial
    Ordenar uma investigação imparcial.
Pedindo que a demarcação seja concluída
    Que a demarcação seja concluída.
Apelando ao governo para que proteja Ada
    Que proteja Ada.
Peço-lhe que liberte Ada.
    Que liberte Ada.
Insto Vossa Excelência a retirar as acusações e a proteger Ben
    Retirar as acusações e proteger Ben.
Libertem Ada
    Libertem Ada.
expressando preocupação por Ada e pedindo que seja libertada
    Que seja libertada.
""",
    "ru": """
призывая власти немедленно освободить Аду
    Немедленно освободить Аду.
требуя немедленного освобождения Ады
    Добиться немедленного освобождения Ады.
требуя провести независимое расследование
    Провести независимое расследование.
настаивая на том, чтобы Ада увидела адвоката
    Обеспечить, чтобы Ада увидела адвоката.
Призовите власти отменить приговор
    Отменить приговор.
Прошу вас не допустить пыток
    Не допустить пыток.
призывая власти к тому, чтобы Ада была свободна
    Обеспечить, чтобы Ада была свободна.
Освободите Аду
    Освободите Аду.
выражая тревогу за Аду и призывая освободить её
    Освободить её.
""",
    "tr": """
Yetkilileri Ada'yı derhal serbest bırakmaya çağırın
    Sizi Ada'yı derhal serbest bırakmaya çağırıyorum.
Ailesiyle görüşmesine izin verilmesini isteyin
    Ailesiyle görüşmesine izin verilmesini sağlayın.
yetkililerden işkencenin durdurulmasını talep edin
    İşkencenin durdurulmasını sağlayın.
Soruşturma açılmasını talep ediyorum.
    Soruşturma açılmasını sağlayın.
Sizi Ada'yı serbest bırakmaya çağırıyorum.
    Sizi Ada'yı serbest bırakmaya çağırıyorum.
Ada serbest bırakılmalıdır
    Ada serbest bırakılmalıdır.
""",
    "ar": """
حث السلطات على الإفراج عن سلمى فوراً
    الإفراج عن سلمى فوراً.
دعوة السلطات المصرية إلى الكشف عن مكان احتجازها
    الكشف عن مكان احتجازها.
مطالبة السلطات بحمايتها من التعذيب
    أطالبكم بحمايتها من التعذيب.
أدعوكم إلى إسقاط التهم
    إسقاط التهم.
أفرجوا عن سلمى
    أفرجوا عن سلمى.
""",
}
UNSAID = {
    "en": [
        "expressing concern that Ben has been held since May",
        "welcoming the release of Ada, but asking for that of Ben",
        "Reminding them that shops are no fortresses",
        "stating that you are opposed to the death penalty",
        "Insist that you are innocent",
        "a safe place for everybody",
    ],
    "de": [
        "Ihre Sorge um Ada zum Ausdruck bringen",
        "Ich bin in großer Sorge um Ben.",
        "Äußern Sie Ihre Sorge",
    ],
    "fr": [
        "rappelez-leur que Ben est malade",
    ],
    "es": [
        "Recordándoles que es menor",
    ],
    "nl": ["Uit uw bezorgdheid over Nadia", "Herinner hen aan het verdrag"],
    "it": ["esprimendo preoccupazione per Ada", "ricordando che Ben è malato"],
    "pt": ["Recordando que Ben é menor"],
    "ru": ["выражая обеспокоенность", "напоминая, что Бен болен"],
    "tr": ["Ada için kaygınızı dile getirin"],
    "ar": ["التعبير عن القلق"],
    "pl": ["wyraź niepokój o los Ady", "przypomnij, że Ben jest chory"],
}


@pytest.mark.parametrize("language", SAID)
def test_it_is_said_to_the_official(language):
    lines = [line.strip() for line in SAID[language].strip().splitlines()]
    want = dict(zip(lines[::2], lines[1::2], strict=True))
    assert {demand: said(demand, language) for demand in want} == want


@pytest.mark.parametrize("language", UNSAID)
def test_what_no_rule_fits_is_known_as_such(language):
    assert [demand for demand in UNSAID[language] if said(demand, language)] == []


@pytest.mark.parametrize("language", ["sv", "", None, "../en"])
def test_other_languages_have_what_english_has(language):
    assert said("I urge you to release Ada", language) == "Release Ada."


@pytest.mark.parametrize("language", SAID)
def test_what_is_said_to_an_official_is_not_said_to_readers(language):
    said_to_official = [line.strip() for line in SAID[language].strip().splitlines()][1::2]
    assert [text for text in said_to_official if is_to_readers(text, language)] == []


def test_what_is_said_to_readers_is_known_as_such():
    demands = {
        "en": ["Urging the King to free Ben", "Call for his release", "Remind them that he is ill"],
        "de-AT": ["die Behörden auffordern, ihn freizulassen", "Äußern Sie Ihre Sorge"],
        "fr": ["Libérez Ada, et dites-vous préoccupé"],
        "es": ["Pidan que se libere a Ada"],
        "pl": ["Wezwij władze, by nie burzyły domów"],
        "xx": ["Free Ada, and welcoming that Ben is free", "a safe place" + " and" * 600],
    }
    found = [[is_to_readers(text, language) for text in demands[language]] for language in demands]
    assert found == [[True] * 3, [True] * 2, [True], [True], [True], [True, False]]


def test_what_a_demand_tells_is_kept_apart_from_what_it_asks():
    parts = parts_of("Expressing concern at the raid, and urging an inquiry", "en")
    assert parts == ("Order an inquiry.", "Expressing concern at the raid")


def test_every_document_has_a_place_for_what_is_said():
    for path in documents("[a-z][a-z]-*")[::9]:
        found = parse(text_of(path))
        assert len(found.said) == len(found.demands) == len(answer_of(path)["demands"])
        assert found.as_json()["said"] == found.said

"""A text is read in each language that has a table: its day, its demands, its official."""

from datetime import date

import pytest

from petitions.urgent_actions.parse import parse

FAX = "+233 30 255 0101"
TEXTS = {
    "nl": """SPOEDACTIE
Ghana: vissers zonder aanklacht vast
Vier vissers zitten sinds februari vast in de haven van Tema. Niemand mag hen bezoeken en hun
families hebben tevergeefs naar hen gevraagd bij de politie van de haven.

AANBEVOLEN ACTIE:
- Roep de autoriteiten op de vissers onmiddellijk vrij te laten;
- Vraag hun families toe te laten.

Schrijf naar:
Minister van Justitie
Mevrouw Ama Boateng
Postbus 12
Accra, Ghana
Fax: {fax}
Aanhef: Geachte minister

Uiterste datum: 3 mei 2015
""",
    "it": """AZIONE URGENTE
Ghana: pescatori detenuti senza accusa
Quattro pescatori sono detenuti da febbraio nel porto di Tema. Nessuno può visitarli e le loro
famiglie hanno chiesto invano notizie alla polizia del porto.

AZIONE RACCOMANDATA:
- Chiedendo alle autorità di liberare subito i pescatori;
- Esortando le autorità ad ammettere le famiglie.

APPELLI A:
Ministro della Giustizia
Sig.ra Ama Boateng
Casella postale 12
Accra, Ghana
Fax: {fax}
Formula di apertura: Egregia Ministra

Scadenza: 3 maggio 2015
""",
    "pt": """AÇÃO URGENTE
Gana: pescadores detidos sem acusação
Quatro pescadores estão detidos desde fevereiro no porto de Tema. Ninguém os pode visitar e as suas
famílias perguntaram em vão por eles à polícia do porto.

AÇÃO RECOMENDADA:
- Instando as autoridades a libertar já os pescadores;
- Pedindo que as famílias os possam visitar.

APELOS PARA:
Ministra da Justiça
Sra. Ama Boateng
Caixa Postal 12
Acra, Gana
Fax: {fax}
Saudação: Exma. Senhora Ministra

Data limite: 3 de maio de 2015
""",
    "ru": """СРОЧНАЯ АКЦИЯ
Гана: рыбаки под стражей без обвинения
Четверо рыбаков с февраля находятся под стражей в порту Темы. Никто не может их навестить, и их
семьи напрасно спрашивали о них полицию порта.

РЕКОМЕНДУЕМЫЕ ДЕЙСТВИЯ:
- Призывая власти немедленно освободить рыбаков;
- Требуя допустить к ним родных.

ОБРАЩЕНИЯ НАПРАВЛЯЙТЕ:
Министр юстиции
Госпожа Ама Боатенг
ул. Портовая, 12
Аккра, Гана
Факс: {fax}
Форма обращения: Уважаемая госпожа министр

Крайний срок: 3 мая 2015 г.
""",
    "tr": """ACİL EYLEM
Gana: balıkçılar suçlama olmadan tutuluyor
Dört balıkçı şubat ayından beri Tema limanında tutuluyor. Kimse onları ziyaret edemiyor ve aileleri
liman polisine onları boşuna sordu.

ÖNERİLEN EYLEM:
- Talep edin: balıkçılar derhal serbest bırakılsın;
- İsteyin: aileleri onları ziyaret edebilsin.

GÖNDERİLECEK ADRESLER:
Adalet Bakanı
Sayın Ama Boateng
Liman Caddesi 12
Akra, Gana
Faks: {fax}
Hitap: Sayın Bakan

Son tarih: 3 Mayıs 2015
""",
    "ar": """تحرك عاجل
غانا: صيادون محتجزون بلا تهمة
يُحتجز أربعة صيادين منذ فبراير في ميناء تيما، ولا يُسمح لأحد بزيارتهم، وقد سألت عائلاتهم شرطة الميناء
عنهم دون جدوى.

التحرك الموصى به:
- دعوة السلطات إلى إطلاق سراح الصيادين فوراً؛
- مطالبة السلطات بالسماح لعائلاتهم بزيارتهم.

المناشدات إلى:
وزيرة العدل
السيدة أما بواتنغ
شارع الميناء 12
أكرا، غانا
فاكس: {fax}
المخاطبة: معالي الوزيرة

الموعد النهائي: 3 مايو 2015
""",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_read_in_its_language(language):
    text = TEXTS[language].format(fax=FAX)
    action = parse(text)
    assert (action.language, action.deadline) == (language, date(2015, 5, 3))
    assert len(action.demands) == 2
    (official,) = action.targets
    office, name, *address = text.partition(FAX)[0].splitlines()[-5:-1]
    assert (official.role, official.name, official.address) == (office, name, address)
    assert official.fax == [FAX]
    assert official.salutation == text.rstrip().splitlines()[-3].partition(": ")[2]
    assert action.country == text.splitlines()[1].partition(":")[0]


@pytest.mark.parametrize("language", TEXTS)
def test_half_a_text_gives_no_half_of_a_number(language):
    text = TEXTS[language].partition("{fax}")[0] + FAX[:9]
    assert [one.fax for one in parse(text).targets] in ([], [[]])


@pytest.mark.parametrize(
    ("day", "language"),
    [
        ("Entro il 3 maggio 2015", "it"),
        ("Até 3 de maio de 2015", "pt"),
        ("Uiterlijk 3 mei 2015", "nl"),
        ("Не позднее 3 мая 2015 г.", "ru"),
        ("En geç 3.5.2015", "tr"),
        ("في موعد أقصاه 3 أيار 2015", "ar"),
    ],
)
def test_the_last_day_is_known_in_running_words(day, language):
    head = TEXTS[language].format(fax=FAX).rpartition("\n\n")[0]
    assert parse(f"{head}\n\n{day}\n").deadline == date(2015, 5, 3)

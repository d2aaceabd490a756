"""A web page gives the lines that its reader sees, and nothing of what stands around them."""

import pytest

from petitions.urgent_actions.uploads import text_of
from tests.urgent_actions.uploading import web_page, why

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_this_process")]


def page(body):
    return text_of(web_page(body))


@pytest.mark.parametrize(
    "body",
    [
        "Mr A<br>1 Street<br/>Town",
        "<div>Mr A</div><div>1 Street</div>Town",
        "<pre>Mr A\n1 Street\nTown</pre>",
        "<address>Mr A<br>1 <b>Street</b></address>Town",
        "<span>Mr A<br></span><span>1 Street<br></span>Town",
        "<table><tr><td>Mr A<tr><td>1 Street<tr><td>Town</table>",
    ],
)
def test_lines_of_an_address_stay(body):
    assert page(body) == "Mr A\n1 Street\nTown"


@pytest.mark.parametrize(
    "body",
    [
        "<p>Mr A</p><p>Mr B</p>",
        "Mr A<br><br>Mr B",
        "Mr A<br> <br>\n<br>Mr B",
        "<pre>Mr A\n\nMr B</pre>",
        "<h2>Mr A</h2>Mr B",
    ],
)
def test_an_empty_line_stays(body):
    assert page(body) == "Mr A\n\nMr B"


def test_words_run_on_where_only_their_looks_change():
    assert (
        page("<b>F</b>ax: <i>+7</i> 1, a<wbr>@b.<font>example</font>") == "Fax: +7 1, a@b.example"
    )


def test_tags_that_nobody_closed_hide_nothing():
    assert page(f"{'<font>' * 1_000}Fax: +7 1<p>Write now.") == "Fax: +7 1\n\nWrite now."


def test_items_of_lists_begin_with_a_mark():
    items = "<ul><li>Free <b>A</b>;</li><li><p>Protect B;</p></li><li>• Try C</li></ul>"
    assert page(items).split("\n\n") == ["- Free A;", "- Protect B;", "• Try C"]
    assert page("<ol><li><br>Free A<li><b>Free</b> B</ol>") == "- Free A\n- Free B"


def test_officials_side_by_side_come_one_after_the_other():
    cells = "<td>Minister<br>Mr A<br>1 Street</td><td><p>Ambassador<p>Mrs B</td>"
    assert page(f"<table><tr>{cells}</tr></table>") == (
        "Minister\nMr A\n1 Street\n\nAmbassador\n\nMrs B"
    )


def test_a_row_of_titles_goes_with_its_columns():
    rows = "<tr><th>MINISTER<th>AMBASSADOR<tr><td>Mr A<br>Town<td>Mrs B<br>City"
    assert page(f"<table>{rows}</table>") == "MINISTER\n\nMr A\nTown\n\nAMBASSADOR\n\nMrs B\nCity"


def test_labels_stand_before_their_values():
    rows = "<tr><td>Fax:<td>+7 1<tr><td>Address:<td>1 Street<br>Town<tr><th>Twitter<td>@a"
    table = page(f"<table>{rows}</table>")
    assert table == "Fax: +7 1\nAddress: 1 Street\nTown\nTwitter\t@a"


def test_columns_of_single_lines_keep_a_tab_for_a_person_to_tell():
    rows = "<tr><td>Mr A<td>Mrs B<tr><td>Town<td>City"
    assert page(f"<table>{rows}</table>") == "Mr A\tMrs B\nTown\tCity"
    assert page("<pre>Mr A      Mrs B\nTown      City</pre>") == "Mr A\tMrs B\nTown\tCity"


def test_tables_may_stand_in_tables():
    inner = "<table><tr><td>Fax:<td>+7 1</table>"
    assert page(f"<table><tr><td>Mr A<br>{inner}<td>Mrs B<br>City</table>") == (
        "Mr A\n\nFax: +7 1\n\nMrs B\nCity"
    )


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Donate</nav>",
        "<header><ul><li>Donate</ul></header>",
        "<div role='navigation'>Donate</div>",
        "<footer>Donate</footer>",
        "<script>Donate</script><style>Donate</style><noscript>Donate</noscript>",
        "<p hidden>Donate</p>",
        "<div style='color:red; DISPLAY : none'><p>Donate</div>",
        "<form><label>Donate</label><input value='Donate'><button>Donate</button></form>",
        "<!-- Donate --><template>Donate</template><select><option>Donate</select>",
    ],
)
def test_what_stands_around_the_text_is_dropped(around):
    words = "<p>Write to the minister at once, and to nobody else.</p>"
    assert page(f"{around}{words}{around} End") == (
        "Write to the minister at once, and to nobody else.\n\nEnd"
    )


def test_a_form_around_the_whole_page_stays():
    assert (
        page("<form><input><h1>Free Ada</h1><p>Write now.</p></form>") == "Free Ada\n\nWrite now."
    )


def test_the_head_of_an_article_stays():
    assert page("<article><header>Free Ada</header>Write</article>") == "Free Ada\nWrite"
    assert page("<header><h1>Free Ada</h1></header>Write") == "Free Ada\n\nWrite"


@pytest.mark.parametrize("tag", ["main", "article"])
def test_the_one_article_is_preferred(tag):
    assert page(f"<div>Donate</div><{tag}>Free Ada, and write.</{tag}><div>Shop</div>") == (
        "Free Ada, and write."
    )


def test_of_several_articles_and_of_a_teaser_none_is_preferred():
    assert page("<article>One</article><article>Two</article>") == "One\nTwo"
    assert "The long story" in page(f"{'The long story. ' * 9}<article>More news</article>")


def test_a_link_keeps_its_words_and_shows_whom_it_writes_to():
    assert page("<a href='https://a.example'>the <b>site</b></a>") == "the site"
    assert page("<a href='MAILTO:a%40b.example?subject=x'>Write</a> now") == "Write a@b.example now"
    assert page("<a href='mailto:a@b.example'>a@b.example</a>") == "a@b.example"
    assert page("<a href='mailto:?subject=x'>Share</a>") == "Share"
    assert page("<a href='mailto:a@b.example%0Ac@d.example'>Write</a>") == "Write"


def test_an_address_that_the_site_hides_stays_hidden():
    hidden = "<a class='__cf_email__' data-cfemail='543514367a313c'>[email&#160;protected]</a>"
    assert page(f"Email: {hidden}") == "Email: [email protected]"


def test_a_page_without_words_has_no_text():
    assert why(web_page("<img src=a.png><script>x</script>")) == "no-text"
    assert why(b"<!-- <html> --><br>") == "no-text"

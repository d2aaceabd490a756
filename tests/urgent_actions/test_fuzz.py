"""Whatever stands in a file, reading it gives a campaign or says what is wrong."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions.campaigns.campaign_file import FileError, read_campaign
from petitions.config import ROOT

SAMPLE = (ROOT / "sample" / "ua-115-16.md").read_bytes()
LINES = SAMPLE.splitlines(keepends=True)
QUICK = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

ODD = (
    *(
        b"---\n",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
        b"? ",
        b"!!",
        b"|",
        b"'",
        b'"',
        b"\t",
        b"{",
        b"[",
        b"\0",
    ),
    *(b"\\U00110000", b"\xff", b"\xe2\x80\xa8", b"# Timeline\n", b"## ", b"%YAML", b"<<: ", b"\r"),
)
odd = st.sampled_from(ODD) | st.binary(max_size=8)


def readable_or_refused(path, content):
    path.write_bytes(content)
    with suppress(FileError):
        read_campaign(path)


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 30), odd), max_size=4))
def test_the_sample_with_some_bytes_replaced(tmp_path, changes):
    content = SAMPLE
    for start, length, new in changes:
        content = content[:start] + new + content[start + length :]
    readable_or_refused(tmp_path / "a.md", content)


@QUICK
@given(st.data())
def test_the_sample_with_lines_lost_doubled_and_moved(tmp_path, data):
    lines = data.draw(st.lists(st.sampled_from(LINES), max_size=25))
    readable_or_refused(tmp_path / "a.md", b"---\n" + b"".join(lines) + b"---\nHer story.\n")


@QUICK
@given(st.text(max_size=60))
def test_any_text_between_the_fences(tmp_path, text):
    content = f"---\n{text}\n---\n{text}\n# Timeline\n{text}".encode(errors="ignore")
    readable_or_refused(tmp_path / "a.md", content)

"""The process that reads a file has little time and memory, no way out, and no leavings."""

import os
import signal
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from petitions.urgent_actions.uploads import UnreadableFile, sandbox
from petitions.urgent_actions.uploads.sandbox import READER, answer_of
from tests.urgent_actions.uploading import LETTER, LOOP

pytestmark = pytest.mark.slow

LIMITED = (
    "from petitions.urgent_actions.uploads import sandbox; "
    "sandbox.set_limits(); sandbox.open_nothing(); "
)
PARENT = """
import os, sys, time
child = os.fork()
if child:
    open(sys.argv[1], "w").write(f"{os.getpid()} {child}")
while True:
    pass
"""


def said(code, *words, content=b""):
    """What a process that runs this code answers."""
    answer, _ = answer_of((sys.executable, "-c", code, *map(str, words)), content)
    return answer.decode().strip()


def is_running(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # ended, and not yet noticed by whoever must


def test_it_is_killed_in_time_with_all_that_it_started(tmp_path):
    note = tmp_path / "processes"
    start = monotonic()
    with pytest.raises(UnreadableFile, match="too-slow"):
        answer_of((sys.executable, "-c", PARENT, str(note)), b"", seconds=2)
    assert monotonic() - start < 4
    processes = note.read_text().split()
    sleep(0.2)
    assert len(processes) == 2
    assert not any(map(is_running, processes))


def test_one_that_reads_nothing_and_says_nothing_is_killed_in_time():
    start = monotonic()
    with pytest.raises(UnreadableFile, match="too-slow"):
        answer_of((sys.executable, "-c", "import time; time.sleep(60)"), b"a" * 2**21, seconds=1)
    assert monotonic() - start < 3


def test_one_that_ends_before_it_has_read_is_no_trouble():
    assert answer_of((sys.executable, "-c", ""), b"a" * 2**21) == (b"", 0)


def test_one_that_never_stops_talking_is_cut_off():
    code = "import os\nwhile True: os.write(1, b'a' * 65536)"
    answer, _ = answer_of((sys.executable, "-c", code), b"")
    assert 2**20 < len(answer) < 2**20 + 2**17


def test_a_file_has_ten_seconds():
    assert sandbox.SECONDS == 10


def test_a_file_that_goes_in_circles_is_ended_by_the_limit_of_its_own_too():
    code = LIMITED.replace("sandbox.set", "sandbox.SECONDS = 1; sandbox.set")
    _, code = answer_of((sys.executable, "-c", f"{code}\nwhile True: pass"), b"", seconds=30)
    assert code in {-signal.SIGXCPU, -signal.SIGALRM}  # whichever comes first on a busy machine


def test_no_process_is_left_after_a_file_was_read(tmp_path):
    before = set(children())
    answer, code = answer_of((*READER, "plain"), LETTER.encode())
    assert (answer, code) == (LETTER.encode() + b"\0ok", 0)
    with pytest.raises(UnreadableFile):
        answer_of((*READER, "pdf"), LOOP, seconds=1)
    assert set(children()) == before


def children():
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_it_knows_nothing_of_the_environment(monkeypatch):
    monkeypatch.setenv("PETITIONS_SECRET_KEY", "the secret")
    names = said("import os; print(*os.environ)").split()
    assert set(names) <= {"LC_CTYPE"}  # which Python sets itself


def test_it_has_no_open_files_but_the_two_pipes():
    assert said("import os; print(*sorted(os.listdir('/proc/self/fd')))") == "0 1 2 3"  # 3 lists


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "open('/etc/passwd')",
        "open('/proc/self/environ')",
        "import os; os.pipe()",
    ],
)
def test_it_can_open_no_connection_and_no_file(attempt):
    code = f"import socket\ntry:\n    {LIMITED}{attempt}\nexcept OSError as e: print(e.errno)"
    assert said(code) == "24"  # too many open files


def test_it_can_write_no_file(tmp_path):
    code = (
        "import sys\nfrom petitions.urgent_actions.uploads import sandbox; sandbox.set_limits()\n"
        "file = open(sys.argv[1], 'wb', 0)\n"
        "try: file.write(b'a')\nexcept OSError as e: print(e.errno)"
    )
    assert said(code, tmp_path / "file") == "27"  # too large


def test_it_cannot_take_all_memory():
    code = f"{LIMITED}\ntry: b'a' * 600_000_000\nexcept MemoryError: print('no more')"
    assert said(code) == "no more"


def test_it_cannot_raise_its_limits_and_ends_itself_should_nobody_do_it():
    code = (
        f"{LIMITED}\nimport signal, resource as r\n"
        "print(signal.alarm(0), *(r.getrlimit(k)[1] for k in"
        " (r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE, r.RLIMIT_NPROC, r.RLIMIT_NOFILE)))"
    )
    assert said(code) == "11 11 0 0 0 0"


def test_it_imports_nothing_of_the_site():
    code = (
        "import sys\nfrom petitions.urgent_actions.uploads import sandbox as m\n"
        "for kind in ('plain', 'html', 'word', 'pdf'): m.parser(kind)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'flask', 'sqlalchemy',"
        " 'babel', 'typst'}), *sorted(name for name in sys.modules if name.count('.') < 2"
        " and name.startswith('petitions')))"
    )
    assert said(code) == "petitions petitions.urgent_actions"

"""The signs before the items of a list."""

import re

# Word's own bullets arrive as private characters, or as the letter n.
SIGNS = "•·▪■●○◦§‣⁃\ue000-\uf8ff"
BULLET = re.compile(
    rf"(?:[{SIGNS}*»>–—-]|n(?=\s)|\(?(?:\d{{1,2}}|[a-h])[.)])(?:\s+|$)|[{SIGNS}–—](?=\w)"
)

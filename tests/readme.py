#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

"""readme.py README OUT COMPILER [FLAG...]: puts the C++ of the README into one file, each block in a namespace of its own
behind tests/readme.hpp, and compiles it. A block that is shown with the compiler's error must fail with that error."""

import pathlib
import re
import subprocess
import sys

readme, out, compiler = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
text = readme.read_text(encoding="utf-8")
pieces = re.compile(r"^```cpp\n(.*?)^```$(?:\n\n```\n(error: .*?)[;\n])?", re.M | re.S)


def compiled(blocks):
    includes, bodies = [], []
    for line, block in blocks:
        code = []
        for one in block.splitlines():
            (includes if one.startswith("#include") else code).append(one)
        body = "\n".join(code)
        # Statements stand in a function; what declares types or functions does not.
        if not re.search(r"^(struct|int main|bedrock::any_client claude)\b", body, re.M):
            body = f"inline int statements() {{\n{body}\nreturn 0;\n}}"
        body = body.replace("int main()", "inline int program()")
        bodies.append(f'namespace block_at_{line} {{\n#line {line} "README.md"\n{body}\n}}\n')
    includes.append('#include "readme.hpp"')
    out.write_text("\n".join(dict.fromkeys(includes)) + "\n" + "\n".join(bodies), encoding="utf-8")
    return subprocess.run([*compiler, "-fsyntax-only", str(out)], check=False, capture_output=True, text=True)


good, refused = [], []
for m in pieces.finditer(text):
    block = (text.count("\n", 0, m.start()) + 2, m.group(1))
    refused.append((block, m.group(2))) if m.group(2) else good.append(block)

status = 0
for block, error in refused:
    done = compiled([block])
    if done.returncode == 0 or error not in done.stderr:
        print(f"line {block[0]}: expected the error: {error}\n{done.stderr[:2000]}")
        status = 1
done = compiled(good)
print(f"{len(good)} blocks compiled, {len(refused)} refused as told\n{done.stderr[:4000]}")
sys.exit(status or done.returncode)

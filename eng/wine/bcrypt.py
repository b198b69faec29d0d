#!/usr/bin/env python3
"""Writes the C source and the export list of a bcrypt.dll that passes all on to wine's own and answers one question more: bcrypt.py NAMES OUT.

.NET asks for the strength of an RSA key, a property that wine 8 does not have; without it no RSA key can be made or read there. NAMES holds
what wine's own exports, a name a line.
"""
import os
import sys

START = r"""
#include <windows.h>
#include <bcrypt.h>

static FARPROC get(const char *name)
{
    static HMODULE real;
    if (!real) real = LoadLibraryW(L"C:\\windows\\system32\\bcrypt.dll");
    return GetProcAddress(real, name);
}

typedef NTSTATUS (WINAPI *Export)(BCRYPT_KEY_HANDLE, BCRYPT_KEY_HANDLE, LPCWSTR, PUCHAR, ULONG, ULONG *, ULONG);
typedef NTSTATUS (WINAPI *Get)(BCRYPT_HANDLE, LPCWSTR, PUCHAR, ULONG, ULONG *, ULONG);

NTSTATUS WINAPI my_BCryptGetProperty(BCRYPT_HANDLE key, LPCWSTR name, PUCHAR value, ULONG room, ULONG *length, ULONG flags)
{
    NTSTATUS status = ((Get)get("BCryptGetProperty"))(key, name, value, room, length, flags);
    unsigned char blob[4096];
    ULONG used;
    if (status == 0 || lstrcmpW(name, L"KeyStrength") || room < sizeof(ULONG)) return status;
    if (((Export)get("BCryptExportKey"))(key, 0, L"RSAPUBLICBLOB", blob, sizeof blob, &used, 0)) return status;
    *(ULONG *)value = ((BCRYPT_RSAKEY_BLOB *)blob)->BitLength;
    if (length) *length = sizeof(ULONG);
    return 0;
}
"""


def main(names, out):
    with open(names, encoding="ascii") as file:
        exports = [line.strip() for line in file if line.strip()]
    passed = [name for name in exports if name != "BCryptGetProperty"]
    source = START
    for name in passed:
        source += f'void *to_{name};\n__attribute__((naked)) void my_{name}(void) {{ __asm__("movq to_{name}(%rip), %rax; jmp *%rax"); }}\n'
    source += "BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)\n{\n    if (reason == DLL_PROCESS_ATTACH) {\n"
    source += "".join(f'        to_{name} = (void *)get("{name}");\n' for name in passed) + "    }\n    return TRUE;\n}\n"
    with open(os.path.join(out, "bcrypt.c"), "w", encoding="ascii") as file:
        file.write(source)
    with open(os.path.join(out, "bcrypt.def"), "w", encoding="ascii") as file:
        file.write("LIBRARY bcrypt\nEXPORTS\n" + "".join(f"  {name}=my_{name}\n" for name in exports))


if len(sys.argv) != 3:
    sys.exit("Usage: eng/wine/bcrypt.py NAMES OUT")
main(*sys.argv[1:])

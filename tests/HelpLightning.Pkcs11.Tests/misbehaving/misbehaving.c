/*
 * A PKCS#11 module that does what tests tell it to: it fails where it should not, lies about lengths, loses its token and counts. The
 * test sets it up through the mb_* functions. Handles are given out again as soon as they are free, so that whoever uses an old one
 * is found out: a session that is used by two threads at once, or after it was closed by its owner, ends the process.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
typedef unsigned char CK_BYTE;

typedef struct { CK_ULONG type; void *value; CK_ULONG length; } attribute;
typedef struct { CK_ULONG mechanism; void *parameter; CK_ULONG length; } mechanism;
typedef struct {
  CK_BYTE label[32], manufacturer[32], model[16], serial[16];
  CK_ULONG flags, max_sessions, sessions, max_rw, rw, max_pin, min_pin, memory[4];
  CK_BYTE hardware[2], firmware[2], time[16];
} token_info;
typedef struct { CK_BYTE description[64], manufacturer[32]; CK_ULONG flags; CK_BYTE hardware[2], firmware[2]; } slot_info;
typedef struct { CK_BYTE version[2], manufacturer[32]; CK_ULONG flags; CK_BYTE description[32], library[2]; } module_info;

enum { OK = 0, SLOT_ID_INVALID = 3, ATTRIBUTE_TYPE_INVALID = 0x12, DEVICE_REMOVED = 0x32, KEY_HANDLE_INVALID = 0x60, MECHANISM_INVALID = 0x70,
  OPERATION_NOT_INITIALIZED = 0x91, PIN_INCORRECT = 0xA0, PIN_LOCKED = 0xA4, SESSION_COUNT = 0xB1, SESSION_HANDLE_INVALID = 0xB3,
  TOKEN_NOT_PRESENT = 0xE0, ALREADY_LOGGED_IN = 0x100, NOT_LOGGED_IN = 0x101, BUFFER_TOO_SMALL = 0x150, NOT_INITIALIZED = 0x190,
  ALREADY_INITIALIZED = 0x191 };

/* What a test may set and read. Their order is that of Setting in MisbehavingModule.cs. */
enum { SLOT, PRESENT, MAX_SESSIONS, REAL_SESSIONS, LOGIN_REQUIRED, PIN_PAD, ALWAYS_AUTHENTICATE, TRIES, TELL_FLAGS, SHA256_ONLY, HUGE_ATTRIBUTE,
  SHORT_SIGNATURE, LONG_SIGNATURE, BAD_SIGNATURE, MANY_FOUND, SLEEP_MILLISECONDS, KEY_TYPE, CAN_SIGN, KEY_HANDLE, KEEPS_INITIALIZED,
  TOKENS_ON_INITIALIZE, WRONG_LOGINS, GOOD_LOGINS, OPEN_SESSIONS, MOST_SESSIONS, INITIALIZED, INITIALIZATIONS, SIGNATURES, SETTINGS };

enum { FUNCTIONS = 68, SESSIONS = 64 };

static atomic_long setting[SETTINGS] = {
  [PRESENT] = 1, [LOGIN_REQUIRED] = 1, [TRIES] = 3, [TELL_FLAGS] = 1, [CAN_SIGN] = 1, [KEY_HANDLE] = 7, [REAL_SESSIONS] = SESSIONS };
static atomic_long failures[FUNCTIONS], failing_with[FUNCTIONS];
static struct { atomic_int open, busy; int signing, authenticated, finding; } session[SESSIONS + 1];
static atomic_int logged_in, tokens_seen;
static CK_BYTE modulus[1024], exponent[8];
static CK_ULONG modulus_length, exponent_length;
static char pin[64] = "1234";
static atomic_flag lock = ATOMIC_FLAG_INIT;
static int (*signer)(const CK_BYTE *data, CK_ULONG length, CK_BYTE *signature);

void mb_set(int which, long value) { setting[which] = value; }
long mb_get(int which) { return setting[which]; }
void mb_fail(int function, long rv, long times) { failing_with[function] = rv; failures[function] = times; }
void mb_pin(const char *text) { snprintf(pin, sizeof pin, "%s", text); }
void mb_signer(int (*function)(const CK_BYTE *, CK_ULONG, CK_BYTE *)) { signer = function; }
void mb_key(const CK_BYTE *m, CK_ULONG m_length, const CK_BYTE *e, CK_ULONG e_length) {
  memcpy(modulus, m, m_length); modulus_length = m_length;
  memcpy(exponent, e, e_length); exponent_length = e_length;
}
/* As when the device is pulled out: sessions and login are gone. */
void mb_remove(void) {
  setting[PRESENT] = 0; logged_in = 0;
  for (int i = 1; i <= SESSIONS; i++) session[i].open = 0;
  setting[OPEN_SESSIONS] = 0;
}

static void guard(void) { while (atomic_flag_test_and_set(&lock)) ; }
static void unguard(void) { atomic_flag_clear(&lock); }

static CK_RV fails(int function) {
  if (!setting[INITIALIZED] && function != 0 && function != 3) return NOT_INITIALIZED;
  long left = failures[function];
  while (left > 0 && !atomic_compare_exchange_weak(&failures[function], &left, left - 1)) ;
  return left > 0 ? (CK_RV)failing_with[function] : OK;
}

static CK_RV begin(CK_ULONG handle, int function) {
  CK_RV rv = fails(function);
  if (rv != OK) return rv;
  if (handle == 0 || handle > SESSIONS || !session[handle].open) return setting[PRESENT] ? SESSION_HANDLE_INVALID : DEVICE_REMOVED;
  if (atomic_exchange(&session[handle].busy, 1)) {
    fprintf(stderr, "misbehaving.c: two threads use session %lu at once\n", handle);
    abort();
  }
  return OK;
}

static CK_RV end(CK_ULONG handle, CK_RV rv) { session[handle].busy = 0; return rv; }

static void pad(CK_BYTE *field, size_t room, const char *text) { memset(field, ' ', room); memcpy(field, text, strlen(text)); }

static CK_RV initialize(void *arguments) {
  (void)arguments;
  CK_RV rv = fails(0);
  if (rv != OK) return rv;
  if (setting[INITIALIZED]) return ALREADY_INITIALIZED;
  setting[INITIALIZED] = 1; setting[INITIALIZATIONS]++;
  tokens_seen = (int)setting[PRESENT];
  return OK;
}

static CK_RV finalize(void *reserved) {
  (void)reserved;
  CK_RV rv = fails(1);
  if (rv != OK) return rv;
  for (int i = 1; i <= SESSIONS; i++) { session[i].open = 0; if (session[i].busy) abort(); }
  setting[OPEN_SESSIONS] = 0; logged_in = 0; setting[INITIALIZED] = 0;
  return OK;
}

static CK_RV get_info(module_info *info) {
  CK_RV rv = fails(2);
  if (rv != OK) return rv;
  memset(info, 0, sizeof *info);
  info->version[0] = 2; info->version[1] = 40; info->library[0] = 3; info->library[1] = 7;
  pad(info->manufacturer, 32, "Nobody"); pad(info->description, 32, "Misbehaving");
  return OK;
}

static int sees_token(void) { return setting[PRESENT] && (!setting[TOKENS_ON_INITIALIZE] || tokens_seen); }

static CK_RV get_slot_list(CK_BYTE present, CK_ULONG *slots, CK_ULONG *count) {
  (void)present;
  CK_RV rv = fails(4);
  if (rv != OK) return rv;
  if (sees_token() && slots) { if (*count < 1) return BUFFER_TOO_SMALL; slots[0] = (CK_ULONG)setting[SLOT]; }
  *count = sees_token() ? 1 : 0;
  return OK;
}

static CK_RV get_slot_info(CK_ULONG slot, slot_info *info) {
  (void)slot;
  CK_RV rv = fails(5);
  if (rv != OK) return rv;
  memset(info, 0, sizeof *info);
  pad(info->description, 64, "A slot"); pad(info->manufacturer, 32, "Nobody");
  return OK;
}

static CK_RV get_token_info(CK_ULONG slot, token_info *info) {
  CK_RV rv = fails(6);
  if (rv != OK) return rv;
  if (!sees_token()) return TOKEN_NOT_PRESENT;
  if (slot != (CK_ULONG)setting[SLOT]) return SLOT_ID_INVALID;
  memset(info, 0, sizeof *info);
  pad(info->label, 32, "hl"); pad(info->manufacturer, 32, "Nobody"); pad(info->model, 16, "None"); pad(info->serial, 16, "42");
  info->max_sessions = (CK_ULONG)setting[MAX_SESSIONS];
  info->flags = 0x400 | 0x8 | (setting[LOGIN_REQUIRED] ? 0x4 : 0) | (setting[PIN_PAD] ? 0x100 : 0);
  if (setting[TELL_FLAGS]) info->flags |= setting[TRIES] == 0 ? 0x40000 : setting[TRIES] == 1 ? 0x20000 : setting[TRIES] == 2 ? 0x10000 : 0;
  return OK;
}

static CK_RV get_mechanism_list(CK_ULONG slot, CK_ULONG *list, CK_ULONG *count) {
  (void)slot;
  CK_RV rv = fails(7);
  if (rv != OK) return rv;
  CK_ULONG have = setting[SHA256_ONLY] ? 1 : 2;
  if (list) {
    if (*count < have) return BUFFER_TOO_SMALL;
    list[0] = 0x40; if (have == 2) list[1] = 0x1;
  }
  *count = have;
  return OK;
}

static CK_RV open_session(CK_ULONG slot, CK_ULONG flags, void *application, void *notify, CK_ULONG *handle) {
  (void)flags; (void)application; (void)notify;
  CK_RV rv = fails(12);
  if (rv != OK) return rv;
  if (!sees_token()) return TOKEN_NOT_PRESENT;
  if (slot != (CK_ULONG)setting[SLOT]) return SLOT_ID_INVALID;
  guard();
  rv = SESSION_COUNT;
  for (int i = 1; i <= SESSIONS && setting[OPEN_SESSIONS] < setting[REAL_SESSIONS]; i++) {
    if (!session[i].open) {
      session[i].open = 1; session[i].signing = session[i].authenticated = 0; *handle = (CK_ULONG)i;
      if (++setting[OPEN_SESSIONS] > setting[MOST_SESSIONS]) setting[MOST_SESSIONS] = setting[OPEN_SESSIONS];
      rv = OK; break;
    }
  }
  unguard();
  return rv;
}

static CK_RV close_session(CK_ULONG handle) {
  CK_RV rv = begin(handle, 13);
  if (rv != OK) return rv;
  guard();
  session[handle].open = 0;
  if (--setting[OPEN_SESSIONS] == 0) logged_in = 0;
  unguard();
  return end(handle, OK);
}

static CK_RV login(CK_ULONG handle, CK_ULONG user, const CK_BYTE *given, CK_ULONG length) {
  CK_RV rv = begin(handle, 18);
  if (rv != OK) return rv;
  if (user == 1 && logged_in) return end(handle, ALREADY_LOGGED_IN);
  if (setting[TRIES] <= 0) { setting[WRONG_LOGINS]++; return end(handle, PIN_LOCKED); }
  int is_right = setting[PIN_PAD] ? given == NULL : given && length == strlen(pin) && memcmp(given, pin, length) == 0;
  if (!is_right) { setting[WRONG_LOGINS]++; setting[TRIES]--; return end(handle, PIN_INCORRECT); }
  setting[TRIES] = 3; setting[GOOD_LOGINS]++;
  if (user == 2) session[handle].authenticated = 1; else logged_in = 1;
  return end(handle, OK);
}

static CK_RV give(attribute *a, const void *value, CK_ULONG length) {
  if (a->value) { if (a->length < length) return BUFFER_TOO_SMALL; memcpy(a->value, value, length); }
  a->length = length;
  return OK;
}

static CK_RV get_attribute_value(CK_ULONG handle, CK_ULONG object, attribute *a, CK_ULONG count) {
  CK_RV rv = begin(handle, 24);
  if (rv != OK) return rv;
  (void)count;
  CK_ULONG type = (CK_ULONG)setting[KEY_TYPE];
  CK_BYTE yes = 1, can_sign = (CK_BYTE)setting[CAN_SIGN], asks = (CK_BYTE)setting[ALWAYS_AUTHENTICATE];
  if (object != (CK_ULONG)setting[KEY_HANDLE]) return end(handle, 0x82);
  if (setting[HUGE_ATTRIBUTE]) { a->length = (CK_ULONG)setting[HUGE_ATTRIBUTE]; return end(handle, OK); }
  switch (a->type) {
    case 0x3: rv = give(a, "partner", 7); break;
    case 0x102: rv = give(a, &yes, 1); break;
    case 0x100: rv = give(a, &type, sizeof type); break;
    case 0x108: rv = give(a, &can_sign, 1); break;
    case 0x202: rv = give(a, &asks, 1); break;
    case 0x120: rv = give(a, modulus, modulus_length); break;
    case 0x122: rv = give(a, exponent, exponent_length); break;
    default: a->length = (CK_ULONG)-1; rv = ATTRIBUTE_TYPE_INVALID;
  }
  return end(handle, rv);
}

static CK_RV find_objects_init(CK_ULONG handle, attribute *template, CK_ULONG count) {
  CK_RV rv = begin(handle, 26);
  if (rv != OK) return rv;
  session[handle].finding = (logged_in || !setting[LOGIN_REQUIRED]) && *(CK_ULONG *)template[0].value == 3;
  for (CK_ULONG i = 1; i < count; i++)
    if (template[i].type == 3 && (template[i].length != 7 || memcmp(template[i].value, "partner", 7))) session[handle].finding = 0;
  return end(handle, OK);
}

static CK_RV find_objects(CK_ULONG handle, CK_ULONG *objects, CK_ULONG room, CK_ULONG *count) {
  CK_RV rv = begin(handle, 27);
  if (rv != OK) return rv;
  (void)room;
  *count = 0;
  if (session[handle].finding) { objects[0] = (CK_ULONG)setting[KEY_HANDLE]; *count = 1; session[handle].finding = 0; }
  if (setting[MANY_FOUND]) *count = (CK_ULONG)setting[MANY_FOUND];
  return end(handle, OK);
}

static CK_RV find_objects_final(CK_ULONG handle) {
  CK_RV rv = begin(handle, 28);
  return rv == OK ? end(handle, OK) : rv;
}

static CK_RV sign_init(CK_ULONG handle, mechanism *m, CK_ULONG key) {
  CK_RV rv = begin(handle, 42);
  if (rv != OK) return rv;
  if (setting[LOGIN_REQUIRED] && !logged_in) return end(handle, NOT_LOGGED_IN);
  if (key != (CK_ULONG)setting[KEY_HANDLE]) return end(handle, KEY_HANDLE_INVALID);
  if (m->mechanism != 0x40 && (m->mechanism != 0x1 || setting[SHA256_ONLY])) return end(handle, MECHANISM_INVALID);
  session[handle].signing = 1; session[handle].authenticated = 0;
  return end(handle, OK);
}

static CK_RV sign(CK_ULONG handle, CK_BYTE *data, CK_ULONG length, CK_BYTE *signature, CK_ULONG *room) {
  CK_RV rv = begin(handle, 43);
  if (rv != OK) return rv;
  if (!session[handle].signing) return end(handle, OPERATION_NOT_INITIALIZED);
  if (setting[ALWAYS_AUTHENTICATE] && !session[handle].authenticated) return end(handle, NOT_LOGGED_IN);
  if (setting[SLEEP_MILLISECONDS]) {
    struct timespec pause = { setting[SLEEP_MILLISECONDS] / 1000, setting[SLEEP_MILLISECONDS] % 1000 * 1000000 };
    nanosleep(&pause, NULL);
  }
  session[handle].signing = 0;
  if (*room < modulus_length) { *room = modulus_length; return end(handle, BUFFER_TOO_SMALL); }
  if (!signer || !signer(data, length, signature)) return end(handle, 0x5);
  *room = modulus_length - (CK_ULONG)setting[SHORT_SIGNATURE] + (CK_ULONG)setting[LONG_SIGNATURE];
  if (setting[BAD_SIGNATURE]) signature[5] ^= 1;
  setting[SIGNATURES]++;
  return end(handle, OK);
}

static CK_RV unsupported(void) { return 0x54; }

static struct { CK_BYTE version[2]; void *function[FUNCTIONS]; } list;

CK_RV C_GetFunctionList(void **result) {
  CK_RV rv = fails(3);
  if (rv != OK) return rv;
  list.version[0] = 2; list.version[1] = 40;
  for (int i = 0; i < FUNCTIONS; i++) list.function[i] = (void *)unsupported;
  list.function[0] = (void *)initialize; list.function[1] = (void *)finalize; list.function[2] = (void *)get_info;
  list.function[3] = (void *)C_GetFunctionList; list.function[4] = (void *)get_slot_list; list.function[5] = (void *)get_slot_info;
  list.function[6] = (void *)get_token_info; list.function[7] = (void *)get_mechanism_list; list.function[12] = (void *)open_session;
  list.function[13] = (void *)close_session; list.function[18] = (void *)login; list.function[24] = (void *)get_attribute_value;
  list.function[26] = (void *)find_objects_init; list.function[27] = (void *)find_objects; list.function[28] = (void *)find_objects_final;
  list.function[42] = (void *)sign_init; list.function[43] = (void *)sign;
#ifdef NO_SIGN
  list.function[43] = NULL;
#endif
#ifdef OLD_VERSION
  list.version[0] = 1;
#endif
#ifdef NO_LIST
  *result = NULL;
#else
  *result = &list;
#endif
  return OK;
}

/* SPDX-License-Identifier: MIT
 *
 * NSS: random bytes, keys, and signatures, which would give the key away if two of them
 * shared their secret number. The first argument says which: random, slot, key, pair,
 * sign, beside (sign, and there is another thread), pad (an encryption with random
 * padding), again (NSS is closed and opened first), capsule; then as forks.h has it.
 */
#include "forks.h"

#include <cryptohi.h>
#include <keyhi.h>
#include <nss.h>
#include <pk11pub.h>

static SECKEYPrivateKey *secret_key;

static void hex(char line[256], const unsigned char *bytes, unsigned size)
{
	for (unsigned i = 0; i < size && i < 100; i++)
		snprintf(line + 2 * i, 3, "%02x", bytes[i]);
}

static void draw_random(char line[256])
{
	unsigned char bytes[16];
	if (PK11_GenerateRandom(bytes, 16) != SECSuccess)
		abort();
	hex(line, bytes, 16);
}

/* In two parts: NSS keeps what is left of a block. */
static void draw_slot(char line[256])
{
	unsigned char bytes[16];
	PK11SlotInfo *slot = PK11_GetInternalSlot();
	if (PK11_GenerateRandomOnSlot(slot, bytes, 9) != SECSuccess ||
	    PK11_GenerateRandomOnSlot(slot, bytes + 9, 7) != SECSuccess)
		abort();
	PK11_FreeSlot(slot);
	hex(line, bytes, 16);
}

static void draw_key(char line[256])
{
	PK11SlotInfo *slot = PK11_GetInternalSlot();
	PK11SymKey *key = PK11_KeyGen(slot, CKM_AES_KEY_GEN, NULL, 16, NULL);
	if (!key || PK11_ExtractKeyValue(key) != SECSuccess)
		abort();
	hex(line, PK11_GetKeyData(key)->data, 16);
	PK11_FreeSymKey(key);
	PK11_FreeSlot(slot);
}

static SECKEYPrivateKey *make_pair(SECKEYPublicKey **public_key)
{
	static unsigned char p256[] = {6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};
	SECKEYECParams curve = {siBuffer, p256, sizeof p256};
	PK11SlotInfo *slot = PK11_GetInternalSlot();
	SECKEYPrivateKey *made = PK11_GenerateKeyPairWithOpFlags(
		slot, CKM_EC_KEY_PAIR_GEN, &curve, public_key,
		PK11_ATTR_SESSION | PK11_ATTR_PRIVATE, CKF_SIGN, CKF_SIGN, NULL);
	PK11_FreeSlot(slot);
	if (!made)
		abort();
	return made;
}

static void draw_pair(char line[256])
{
	SECKEYPublicKey *public_key;
	SECKEYPrivateKey *made = make_pair(&public_key);
	hex(line, public_key->u.ec.publicValue.data, 65);
	SECKEY_DestroyPublicKey(public_key);
	SECKEY_DestroyPrivateKey(made);
}

static void draw_sign(char line[256])
{
	unsigned char digest[32] = "the same in each child", space[128];
	SECItem hash = {siBuffer, digest, 32};
	SECItem signature = {siBuffer, space, (unsigned)PK11_SignatureLen(secret_key)};
	if (PK11_Sign(secret_key, &signature, &hash) != SECSuccess)
		abort();
	hex(line, signature.data, 32); /* half of it: r alone */
}

static void begin(void)
{
	if (NSS_NoDB_Init(NULL) != SECSuccess)
		abort();
}

static void begin_again(void)
{
	char line[256];
	begin();
	draw_random(line);
	if (NSS_Shutdown() != SECSuccess)
		abort();
	begin();
}

static void begin_signing(void)
{
	SECKEYPublicKey *public_key;
	begin();
	secret_key = make_pair(&public_key);
}

static void *idle(void *unused)
{
	pause();
	return unused;
}

/* Whose parent had another thread asks NSS for less. */
static void add_thread(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, idle, NULL);
}

static void begin_beside(void)
{
	begin_signing();
	add_thread();
}

/* The public half of a new pair. */
static SECKEYPublicKey *public_of(CK_MECHANISM_TYPE mechanism, void *wanted)
{
	SECKEYPublicKey *made;
	PK11SlotInfo *slot = PK11_GetInternalSlot();
	if (!PK11_GenerateKeyPair(slot, mechanism, wanted, &made, PR_FALSE, PR_FALSE,
				  NULL))
		abort();
	PK11_FreeSlot(slot);
	return made;
}

static SECKEYPublicKey *reader;

static void begin_padding(void)
{
	PK11RSAGenParams wanted = {2048, 65537};
	begin();
	reader = public_of(CKM_RSA_PKCS_KEY_PAIR_GEN, &wanted);
	add_thread();
}

static void draw_padded(char line[256])
{
	unsigned char told[16] = "the same in all", sealed[256];
	if (PK11_PubEncryptPKCS1(reader, sealed, told, sizeof told, NULL) != SECSuccess)
		abort();
	hex(line, sealed, sizeof sealed);
}

#ifdef CKM_NSS_ML_KEM
static SECKEYPublicKey *sealing;

static void begin_sealing(void)
{
	CK_NSS_KEM_PARAMETER_SET_TYPE set = CKP_NSS_ML_KEM_768;
	begin();
	sealing = public_of(CKM_NSS_ML_KEM_KEY_PAIR_GEN, &set);
}

static void draw_capsule(char line[256])
{
	PK11SymKey *key;
	SECItem *capsule;
	if (PK11_Encapsulate(sealing, CKM_HKDF_DERIVE,
			     PK11_ATTR_SESSION | PK11_ATTR_INSENSITIVE, CKF_DERIVE, &key,
			     &capsule) != SECSuccess)
		abort();
	hex(line, capsule->data, 32);
}
#else
static void begin_sealing(void)
{
	exit(3);
}

static void draw_capsule(char line[256])
{
	(void)line;
}
#endif

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"random", {begin, draw_random, NULL}},
	{"slot", {begin, draw_slot, NULL}},
	{"key", {begin, draw_key, NULL}},
	{"pair", {begin, draw_pair, NULL}},
	{"sign", {begin_signing, draw_sign, NULL}},
	{"beside", {begin_beside, draw_sign, NULL}},
	{"pad", {begin_padding, draw_padded, NULL}},
	{"again", {begin_again, draw_random, NULL}},
	{"capsule", {begin_sealing, draw_capsule, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}

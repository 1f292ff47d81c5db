#!/bin/sh
# Made these files, with OpenSSL 3.0: three keys, their certificates, and the keys in every form that they are kept in. Files
# that end in .unknown are encrypted in ways that are not supported.
set -eu
cd "$(dirname "$0")"
pass='pass:geheim ä€'
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key
openssl genpkey -algorithm ED25519 -out ed25519.key
for kind in ec rsa ed25519; do
    openssl req -x509 -new -key $kind.key -subj "/O=Tests/CN=$kind" -days 36500 -out $kind.cert
done
openssl ec -in ec.key -out ec-old.key
for cipher in aes-128-cbc aes-192-cbc aes-256-cbc des-ede3-cbc; do
    openssl pkcs8 -topk8 -in ec.key -v2 $cipher -passout "$pass" -out ec-pbes2-$cipher.key
    openssl ec -in ec.key -$cipher -passout "$pass" -out ec-old-$cipher.key
done
openssl rsa -in rsa.key -traditional -out rsa-old.key
openssl rsa -in rsa.key -aes-256-cbc -traditional -passout "$pass" -out rsa-old-aes-256-cbc.key
openssl pkcs8 -topk8 -in rsa.key -v2 aes-256-cbc -passout "$pass" -out rsa-pbes2-aes-256-cbc.key
openssl pkcs8 -topk8 -in ec.key -v2 aes-256-cbc -v2prf hmacWithSHA512 -passout "$pass" -out ec-pbes2-sha512.key
openssl pkcs8 -topk8 -in ec.key -v2 aes-256-cbc -v2prf hmacWithSHA1 -passout "$pass" -out ec-pbes2-sha1.key
openssl pkcs8 -topk8 -in ec.key -v1 PBE-SHA1-3DES -passout "$pass" -out ec-pkcs12-3des.key
openssl pkcs8 -topk8 -in ec.key -v1 PBE-SHA1-2DES -passout "$pass" -out ec-pkcs12-2des.key
openssl pkcs8 -topk8 -in ec.key -scrypt -passout "$pass" -out ec-scrypt.unknown
openssl pkcs8 -topk8 -in ec.key -v1 PBE-MD5-DES -provider legacy -provider default -passout "$pass" -out ec-pbes1.unknown
openssl ec -in ec.key -camellia-256-cbc -passout "$pass" -out ec-old-camellia.unknown

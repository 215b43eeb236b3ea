// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "certificate.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>

namespace bedrock::testing::emulation {

namespace {

template <auto Free>
struct freed {
    void operator()(auto* p) const { Free(p); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, freed<EVP_PKEY_free>>;
using x509_ptr = std::unique_ptr<X509, freed<X509_free>>;
using bio_ptr = std::unique_ptr<BIO, freed<BIO_free_all>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, freed<X509_EXTENSION_free>>;

bool extend(X509* subject, X509* issuer, int nid, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, subject, nullptr, nullptr, 0);
    extension_ptr const made{X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())};
    return made && X509_add_ext(subject, made.get(), -1) == 1;
}

/// A certificate without extensions and signature.
x509_ptr blank(EVP_PKEY* key, char const* name, X509_NAME const* issuer) {
    x509_ptr c{X509_new()};
    if (!c)
        return c;
    std::uint64_t serial = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
    X509_set_version(c.get(), X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(c.get()), serial >> 1);
    // From yesterday on, so that a client with a clock that is late can still connect.
    X509_gmtime_adj(X509_getm_notBefore(c.get()), -24L * 3600);
    X509_gmtime_adj(X509_getm_notAfter(c.get()), 90L * 24 * 3600);
    auto* const subject = X509_get_subject_name(c.get());
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>("bedrock-emulator"), -1, -1, 0);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>(name), -1,
                               -1, 0);
    X509_set_issuer_name(c.get(), issuer == nullptr ? subject : issuer);
    X509_set_pubkey(c.get(), key);
    return c;
}

template <class Write>
std::string pem(Write write) {
    bio_ptr const out{BIO_new(BIO_s_mem())};
    if (!out || write(out.get()) != 1)
        return {};
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

std::optional<certificate> make_certificate(std::span<std::string const> names) {
    key_ptr const root_key{EVP_EC_gen("P-256")}, leaf_key{EVP_EC_gen("P-256")};
    if (!root_key || !leaf_key)
        return std::nullopt;

    auto const root = blank(root_key.get(), "emulator authority of one run", nullptr);
    if (!root || !extend(root.get(), root.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
        !extend(root.get(), root.get(), NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !extend(root.get(), root.get(), NID_subject_key_identifier, "hash") ||
        X509_sign(root.get(), root_key.get(), EVP_sha256()) == 0)
        return std::nullopt;

    std::string alternatives = "DNS:localhost,IP:127.0.0.1,IP:::1";
    for (auto const& name : names)
        alternatives.append(",DNS:").append(name);
    auto const leaf = blank(leaf_key.get(), "localhost", X509_get_subject_name(root.get()));
    if (!leaf || !extend(leaf.get(), root.get(), NID_basic_constraints, "critical,CA:FALSE") ||
        !extend(leaf.get(), root.get(), NID_key_usage, "critical,digitalSignature") ||
        !extend(leaf.get(), root.get(), NID_ext_key_usage, "serverAuth") ||
        !extend(leaf.get(), root.get(), NID_subject_alt_name, alternatives) ||
        !extend(leaf.get(), root.get(), NID_subject_key_identifier, "hash") ||
        !extend(leaf.get(), root.get(), NID_authority_key_identifier, "keyid") ||
        X509_sign(leaf.get(), root_key.get(), EVP_sha256()) == 0)
        return std::nullopt;

    certificate out{.authority = pem([&](BIO* b) { return PEM_write_bio_X509(b, root.get()); }),
                    .leaf = pem([&](BIO* b) { return PEM_write_bio_X509(b, leaf.get()); }),
                    .key = pem([&](BIO* b) {
                        return PEM_write_bio_PrivateKey(b, leaf_key.get(), nullptr, nullptr, 0, nullptr,
                                                        nullptr);
                    })};
    if (out.authority.empty() || out.leaf.empty() || out.key.empty())
        return std::nullopt;
    return out;
}

}  // namespace bedrock::testing::emulation

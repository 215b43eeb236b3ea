// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace raw {

/// A certificate for one host name or address, signed by itself, and a file that a client can trust it by.
class certificate {
 public:
    explicit certificate(std::string const& name) {
        key_.reset(EVP_EC_gen("P-256"));
        x509_.reset(X509_new());
        auto* const x = x509_.get();
        X509_set_version(x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
        X509_gmtime_adj(X509_getm_notBefore(x), -3600);
        X509_gmtime_adj(X509_getm_notAfter(x), 86'400);
        X509_set_pubkey(x, key_.get());
        auto* const subject = X509_get_subject_name(x);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<unsigned char const*>("bedrock transport test"), -1, -1,
                                   0);
        X509_set_issuer_name(x, subject);
        auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
        X509_sign(x, key_.get(), EVP_sha256());

        char path[] = "/tmp/bedrock-transport-XXXXXX";
        auto const fd = mkstemp(path);
        file_ = path;
        auto* const out = fdopen(fd, "w");
        PEM_write_X509(out, x);
        std::fclose(out);
    }
    certificate(certificate const&) = delete;
    certificate& operator=(certificate const&) = delete;
    ~certificate() { std::remove(file_.c_str()); }

    std::string const& file() const { return file_; }

    std::shared_ptr<SSL_CTX> server_context() const {
        std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
        SSL_CTX_use_certificate(context.get(), x509_.get());
        SSL_CTX_use_PrivateKey(context.get(), key_.get());
        return context;
    }

 private:
    struct release {
        void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
        void operator()(X509* p) const { X509_free(p); }
    };
    std::unique_ptr<EVP_PKEY, release> key_;
    std::unique_ptr<X509, release> x509_;
    std::string file_;
};

}  // namespace raw

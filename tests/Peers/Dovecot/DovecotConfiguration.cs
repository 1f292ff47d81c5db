using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Dovecot's configuration: everything it reads and writes is in one directory. Nothing here does I/O.</summary>
static class DovecotConfiguration
{
    /// <summary>The number of mails that a mailbox holds.</summary>
    public const int Capacity = 3;

    /// <summary>Owner of the Maildirs: the user nobody, on every system.</summary>
    const int Nobody = 65534;

    /// <summary>The file dovecot.conf.</summary>
    /// <param name="folder">Where everything is.</param>
    /// <param name="ports">Where it listens.</param>
    /// <param name="relay">The port of 127.0.0.1 to which its submission service relays.</param>
    /// <param name="certificates">Its own, and the authority that it trusts.</param>
    /// <param name="kdc">The key distribution centre.</param>
    public static string DovecotConf(
        string folder, IReadOnlyDictionary<DovecotDoor, int> ports, int relay, TestCertificates certificates, Kdc kdc) => $$"""
        base_dir = {{folder}}/run
        state_dir = {{folder}}/state
        log_path = {{folder}}/log
        auth_verbose = yes
        protocols = lmtp submission
        listen = 127.0.0.1
        hostname = localhost
        ssl = yes
        ssl_cert = <{{certificates.CertificateFile(certificates.Good)}}
        ssl_key = <{{certificates.KeyFile(certificates.Good)}}
        ssl_ca = <{{certificates.AuthorityFile}}
        ssl_require_crl = no
        ssl_verify_client_cert = yes
        auth_ssl_username_from_cert = yes
        ssl_cert_username_field = commonName
        disable_plaintext_auth = no
        # A wrong password costs no time: no delay, and nobody who counts the failures of an address.
        auth_failure_delay = 0
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        auth_mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 gssapi external oauthbearer xoauth2
        auth_realms = localhost
        # Any key of the table: Dovecot would look for one of "submission", where clients ask for smtp (RFC 4954 §4).
        auth_gssapi_hostname = "$ALL"
        auth_krb5_keytab = {{kdc.ServiceKeys}}
        import_environment = TZ KRB5_CONFIG={{kdc.Configuration}}
        passdb {
          driver = passwd-file
          mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256 gssapi
          args = scheme=PLAIN username_format=%n {{folder}}/users
        }
        passdb {
          driver = oauth2
          mechanisms = oauthbearer xoauth2
          args = {{folder}}/oauth2.conf
        }
        passdb {
          driver = static
          mechanisms = external
          args = nopassword
        }
        userdb {
          driver = static
          args = uid={{Nobody}} gid={{Nobody}} home={{folder}}/mail/%n allow_all_users=yes
        }
        first_valid_uid = {{Nobody}}
        first_valid_gid = {{Nobody}}
        mail_location = maildir:~/Maildir
        # A full mailbox may be emptied: the mail is to come again.
        mail_plugins = quota
        quota_full_tempfail = yes
        plugin {
          quota = maildir:User quota
          quota_rule = *:messages={{Capacity}}
        }
        service auth {
          unix_listener {{folder}}/auth {
            mode = 0666
          }
        }
        service lmtp {
          unix_listener {{folder}}/lmtp {
            mode = 0666
          }
          inet_listener lmtp {
            port = {{ports[DovecotDoor.Lmtp]}}
          }
        }
        service submission-login {
          inet_listener submission {
            port = {{ports[DovecotDoor.Submission]}}
          }
          inet_listener submissions {
            port = {{ports[DovecotDoor.Submissions]}}
            ssl = yes
          }
        }
        submission_relay_host = 127.0.0.1
        submission_relay_port = {{relay}}

        """;

    /// <summary>The users with passwords: alice, whose password is secret.</summary>
    public static string Users { get; } = "alice:{PLAIN}secret::::::\n";

    /// <summary>The file oauth2.conf: tokens are verified with a key, without asking another server.</summary>
    public static string OAuth2Conf(string folder) => $"""
        introspection_mode = local
        local_validation_key_dict = fs:posix:prefix={folder}/keys/
        username_attribute = sub

        """;

    /// <summary>A script for sh, to run in the directory: what users other than root need to access.</summary>
    public static string Preparation { get; } = $"""
        set -e
        umask 022
        install -d run state
        install -d -o {Nobody} -g {Nobody} -m 700 mail
        chmod 755 . keys keys/default keys/default/HS256
        chmod a+r users oauth2.conf keys/default/HS256/default
        """;
}

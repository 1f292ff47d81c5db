using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Postfix's configuration: everything it reads and writes is in one directory. Nothing here does I/O.</summary>
static class PostfixConfiguration
{
    /// <summary>More than any mail of the tests, except the one that is refused as too large.</summary>
    public const int SizeLimit = 2_000_000;

    /// <summary>How many mails <see cref="Door.FewMails"/> accepts in a second.</summary>
    public const int MailsInTime = 5;

    /// <summary>How many clients <see cref="Door.FewConnections"/> greets in a second.</summary>
    public const int ConnectionsInTime = 2;

    /// <summary>Owner of the Maildirs: the user nobody, on every system.</summary>
    const int Nobody = 65534;

    static readonly string[] Queues =
        ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"];

    /// <summary>The file main.cf.</summary>
    /// <param name="folder">Where everything is.</param>
    /// <param name="certificates">The server's own, and the authority that it trusts.</param>
    /// <param name="sasl">What authenticates its users: <see cref="CyrusSasl"/> or <see cref="DovecotSasl"/>.</param>
    /// <param name="kerberos">The configuration of Kerberos.</param>
    public static string MainCf(string folder, TestCertificates certificates, string sasl, string kerberos) => $"""
        compatibility_level = 3.6
        queue_directory = {folder}/queue
        data_directory = {folder}/data
        maillog_file = {folder}/log
        maillog_file_prefixes = {folder}
        hash_queue_names = defer
        # A test kills sessions; by default a service whose process was killed rests for a minute.
        service_throttle_time = 1s
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = localhost
        mynetworks = 127.0.0.0/8
        mydestination =
        local_recipient_maps =
        alias_maps =
        alias_database =
        default_transport = discard
        relay_transport = discard
        # Maildirs of virtual users: the mail's octets stay as they came.
        virtual_mailbox_domains = localhost
        virtual_mailbox_base = {folder}/mail
        virtual_mailbox_maps = texthash:{folder}/etc/mailboxes
        virtual_uid_maps = static:{Nobody}
        virtual_gid_maps = static:{Nobody}
        virtual_minimum_uid = {Nobody}
        # No header field is added, rewritten or dropped for the client.
        local_header_rewrite_clients =
        message_drop_headers =
        message_size_limit = {SizeLimit}
        smtpd_error_sleep_time = 0
        smtpd_client_connection_count_limit = 0
        anvil_rate_time_unit = 1s
        smtpd_peername_lookup = no
        smtpd_tls_chain_files = {certificates.KeyFile(certificates.Good)}, {certificates.CertificateFile(certificates.Good)}
        smtpd_tls_CAfile = {certificates.AuthorityFile}
        smtpd_tls_received_header = yes
        smtpd_sasl_security_options = noanonymous
        import_environment = MAIL_CONFIG MAIL_LOGTAG POSTLOG_SERVICE POSTLOG_HOSTNAME TZ KRB5_CONFIG={kerberos}
        {sasl}

        """;

    /// <summary>Cyrus SASL, which runs inside Postfix.</summary>
    public static string CyrusSasl(string folder) => $"""
        smtpd_sasl_type = cyrus
        smtpd_sasl_path = smtpd
        smtpd_sasl_local_domain = localhost
        cyrus_sasl_config_path = {folder}/etc/sasl
        """;

    /// <summary>A Dovecot behind a unix socket.</summary>
    public static string DovecotSasl(string socket) => $"""
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = {socket}
        """;

    /// <summary>The file master.cf.</summary>
    /// <param name="ports">Where it listens.</param>
    /// <param name="greylist">The port of a <see cref="Postgrey"/>, which need not be running.</param>
    public static string MasterCf(IReadOnlyDictionary<Door, int> ports, int greylist) => $$"""
        127.0.0.1:{{ports[Door.Plain]}} inet n - n - - smtpd
        127.0.0.1:{{ports[Door.SevenBit]}} inet n - n - - smtpd
          -o smtpd_discard_ehlo_keywords=8bitmime,smtputf8
        127.0.0.1:{{ports[Door.WithoutNotifications]}} inet n - n - - smtpd
          -o smtpd_discard_ehlo_keywords=dsn
        127.0.0.1:{{ports[Door.Strict]}} inet n - n - - smtpd
          -o smtpd_helo_required=yes
          -o smtpd_helo_restrictions=reject_non_fqdn_helo_hostname,reject_invalid_helo_hostname
        127.0.0.1:{{ports[Door.Submission]}} inet n - n - - smtpd
          -o smtpd_tls_security_level=may
          -o smtpd_tls_auth_only=yes
          -o smtpd_sasl_auth_enable=yes
          -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
        127.0.0.1:{{ports[Door.Smtps]}} inet n - n - - smtpd
          -o smtpd_tls_wrappermode=yes
          -o smtpd_sasl_auth_enable=yes
          -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
        127.0.0.1:{{ports[Door.Unprotected]}} inet n - n - - smtpd
          -o smtpd_sasl_auth_enable=yes
          -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
        127.0.0.1:{{ports[Door.Certificate]}} inet n - n - - smtpd
          -o smtpd_tls_wrappermode=yes
          -o smtpd_tls_req_ccert=yes
        127.0.0.1:{{ports[Door.Greylisted]}} inet n - n - - smtpd
          -o { smtpd_recipient_restrictions = reject_unlisted_recipient, check_policy_service inet:127.0.0.1:{{greylist}}, permit }
        127.0.0.1:{{ports[Door.FewMails]}} inet n - n - - smtpd
          -o smtpd_client_message_rate_limit={{MailsInTime}}
          -o smtpd_client_event_limit_exceptions=
        127.0.0.1:{{ports[Door.FewConnections]}} inet n - n - - smtpd
          -o smtpd_client_connection_rate_limit={{ConnectionsInTime}}
          -o smtpd_client_event_limit_exceptions=
        127.0.0.1:{{ports[Door.Full]}} inet n - n - - smtpd
          -o queue_minfree=100000000000000000
        127.0.0.1:{{ports[Door.Impatient]}} inet n - n - - smtpd
          -o smtpd_hard_error_limit=1
        anvil unix - - n - 1 anvil
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        virtual unix - n n - - virtual
        postlog unix-dgram n - n - 1 postlogd

        """;

    /// <summary>The virtual users' Maildirs.</summary>
    public static string Mailboxes(int count) =>
        string.Concat(Enumerable.Range(1, count).Select(static number => $"box{number}@localhost box{number}/\n"));

    /// <summary>
    /// The file smtpd.conf of Cyrus SASL. Debian's Postfix reads it from the folder sasl beside main.cf, whatever
    /// cyrus_sasl_config_path says.
    /// </summary>
    public static string SmtpdConf(string folder, Kdc kdc) => $"""
        pwcheck_method: auxprop
        auxprop_plugin: sasldb
        sasldb_path: {folder}/sasldb2
        keytab: {kdc.ServiceKeys}
        mech_list: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 NTLM SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512 GSSAPI

        """;

    /// <summary>
    /// A script for sh, to run in the directory: the directories that Postfix expects, which "postfix start" takes seconds to create, and
    /// alice with the password "secret".
    /// </summary>
    public static string Preparation { get; } = $"""
        set -e
        umask 022
        install -d queue queue/pid
        install -d -o postfix -m 700 data queue/{string.Join(" queue/", Queues)}
        install -d -o postfix -g postdrop -m 710 queue/public
        install -d -o postfix -g postdrop -m 730 queue/maildrop
        install -d -o {Nobody} -g {Nobody} -m 700 mail
        echo secret | PATH=$PATH:/usr/sbin saslpasswd2 -p -c -f sasldb2 -u localhost alice
        chmod 755 . etc etc/sasl
        chmod a+r sasldb2 etc/main.cf etc/master.cf etc/mailboxes etc/sasl/smtpd.conf
        """;
}

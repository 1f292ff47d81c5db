namespace Msmtp.Peers;

/// <summary>Exim's configuration: everything it reads and writes is in one directory. Nothing here does I/O.</summary>
static class EximConfiguration
{
    /// <summary>The user that Debian's Exim insists on; the number is ours, and the user exists for this Exim only.</summary>
    const int User = 64999;

    /// <summary>For its /etc/passwd.</summary>
    public static string Passwd { get; } = $"""
        root:x:0:0:root:/root:/bin/sh
        Debian-exim:x:{User}:{User}::/nonexistent:/usr/sbin/nologin

        """;

    /// <summary>For its /etc/group.</summary>
    public static string Group { get; } = $"""
        root:x:0:
        Debian-exim:x:{User}:

        """;

    /// <summary>Its configuration.</summary>
    /// <param name="folder">Where everything is.</param>
    /// <param name="program">The path of Exim, which re-executes itself.</param>
    /// <param name="ports">Where it listens.</param>
    public static string EximConf(string folder, string program, IReadOnlyDictionary<EximDoor, int> ports) => $$$"""
        exim_path = {{{program}}}
        spool_directory = {{{folder}}}/spool
        log_file_path = {{{folder}}}/log/%slog
        pid_file_path = {{{folder}}}/exim.pid
        keep_environment =
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = {{{ports[EximDoor.Smtp]}}} : {{{ports[EximDoor.Smtps]}}}
        tls_on_connect_ports = {{{ports[EximDoor.Smtps]}}}
        primary_hostname = localhost
        host_lookup =
        smtp_accept_max = 100
        tls_advertise_hosts = *
        tls_certificate = {{{folder}}}/certificate.pem
        tls_privatekey = {{{folder}}}/key.pem
        tls_verify_certificates = {{{folder}}}/authority.pem
        tls_try_verify_hosts = *
        auth_advertise_hosts = *
        acl_smtp_rcpt = rcpt
        # Exim takes root's rights back only for a configuration that it was built with.
        deliver_drop_privilege = true

        begin acl
        rcpt:
          accept authenticated = *
          deny message = authentication required

        begin routers
        # What was looked up may be part of a file's name; what a client said may not.
        mailboxes:
          driver = accept
          local_parts = lsearch;{{{folder}}}/mailboxes
          transport = maildir

        begin transports
        maildir:
          driver = appendfile
          maildir_format
          create_directory
          directory = {{{folder}}}/mail/$local_part_data
          user = Debian-exim
          group = Debian-exim

        begin retry

        begin authenticators
        plain:
          driver = plaintext
          public_name = PLAIN
          server_prompts = :
          server_condition = ${if eq{$auth2:$auth3}{alice:secret}}
          server_set_id = $auth2
        login:
          driver = plaintext
          public_name = LOGIN
          server_prompts = Username:: : Password::
          server_condition = ${if eq{$auth1:$auth2}{alice:secret}}
          server_set_id = $auth1
        cram_md5:
          driver = cram_md5
          public_name = CRAM-MD5
          server_secret = ${if eq{$auth1}{alice}{secret}fail}
          server_set_id = $auth1
        ntlm:
          driver = spa
          public_name = NTLM
          server_password = ${if eq{$auth1}{alice}{secret}fail}
          server_set_id = $auth1
        external:
          driver = external
          public_name = EXTERNAL
          server_advertise_condition = $tls_in_certificate_verified
          server_param2 = ${certextract{subject,CN}{$tls_in_peercert}}
          server_condition = ${if eq{$auth2}{$auth1}}
          server_set_id = $auth1

        """;

    /// <summary>Its configuration as a client that hands everything to one server, in chunks if the server offers CHUNKING.</summary>
    /// <param name="folder">Where everything is.</param>
    /// <param name="program">The path of Exim.</param>
    /// <param name="port">The server's port.</param>
    public static string ClientConf(string folder, string program, int port) => $"""
        exim_path = {program}
        spool_directory = {folder}/spool
        log_file_path = {folder}/log/%slog
        keep_environment =
        primary_hostname = localhost
        deliver_drop_privilege = true

        begin routers
        server:
          driver = manualroute
          route_list = * 127.0.0.1
          self = send
          transport = smtp

        begin transports
        smtp:
          driver = smtp
          port = {port}
          allow_localhost
          hosts_avoid_tls = *
          hosts_try_chunking = *

        begin retry

        """;

    /// <summary>The local parts whose mail is kept.</summary>
    public static string Mailboxes(int count) =>
        string.Concat(Enumerable.Range(1, count).Select(static number => $"box{number}: box{number}\n"));

    /// <summary>A script for sh, to run in the directory.</summary>
    public static string Preparation { get; } = $"""
        set -e
        umask 022
        install -d -o {User} -g {User} spool mail log
        chmod 755 . exim
        chmod a+r exim.conf mailboxes passwd group *.pem
        """;
}

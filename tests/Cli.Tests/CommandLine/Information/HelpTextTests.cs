namespace Msmtp.Cli.Tests.CommandLine.Information;

public sealed class HelpTextTests
{
    const string Msmtp = """
        Usage:

        Sendmail mode (default):
          msmtp [option...] [--] recipient...
          msmtp [option...] -t [--] [recipient...]
          Read a mail from standard input and transmit it to an SMTP or LMTP server.
        Configuration mode:
          msmtp --configure=mailadress
          Generate and print configuration for address.
        Server information mode:
          msmtp [option...] --serverinfo
          Print information about a server.
        Remote Message Queue Starting mode:
          msmtp [option...] --rmqs=host|@domain|#queue
          Send a Remote Message Queue Starting request to a server.

        General options:
          --version                    print version
          --help                       print help
          -P, --pretend                print configuration info and exit
          -d, --debug                  print debugging information
        Changing the mode of operation:
          --configure=mailaddress      generate and print configuration for address
          -S, --serverinfo             print information about the server
          --rmqs=host|@domain|#queue   send a Remote Message Queue Starting request
        Configuration options:
          -C, --file=filename          set configuration file
          -a, --account=id             use the given account instead of the account
                                       named "default"; its settings may be changed
                                       with command-line options
          --host=hostname              set the server, use only command-line settings;
                                       do not use any configuration file data
          --port=number                set port number
          --source-ip=[IP]             set/unset source ip address to bind the socket to
          --proxy-host=[IP|hostname]   set/unset proxy
          --proxy-port=[number]        set/unset proxy port
          --socket=[socketname]        set/unset local socket to connect to
          --timeout=(off|seconds)      set/unset network timeout in seconds
          --protocol=(smtp|lmtp)       use the given sub protocol
          --domain=string              set the argument of EHLO or LHLO command
          --auth[=(on|off|method)]     enable/disable authentication and optionally
                                       choose the method
          --user=[username]            set/unset user name for authentication
          --passwordeval=[eval]        evaluate password for authentication
          --tls[=(on|off)]             enable/disable TLS encryption
          --tls-starttls[=(on|off)]    enable/disable STARTTLS for TLS
          --tls-trust-file=[file]      set/unset trust file for TLS
          --tls-crl-file=[file]        set/unset revocation file for TLS
          --tls-fingerprint=[f]        set/unset trusted certificate fingerprint for TLS
          --tls-certcheck[=(on|off)]   enable/disable server certificate checks for TLS
          --tls-key-file=[file]        set/unset private key file for TLS
          --tls-cert-file=[file]       set/unset private cert file for TLS
          --tls-priorities=[prios]     set/unset TLS priorities.
          --tls-host-override=[host]   set/unset override for TLS host verification.
          --tls-min-dh-prime-bits=[b]  set/unset minimum bit size of DH prime
        Options specific to sendmail mode:
          --auto-from[=(on|off)]       enable/disable automatic envelope-from addresses
          -f, --from=address           set envelope from address
          --maildomain=[domain]        set the domain for automatic envelope from
                                       addresses
          -N, --dsn-notify=(off|cond)  set/unset DSN conditions
          -R, --dsn-return=(off|ret)   set/unset DSN amount
          -X, --logfile=[file]         set/unset log file
          --logfile-time-format=[fmt]  set/unset log file time format for strftime()
          --syslog[=(on|off|facility)] enable/disable/configure syslog logging
          -t, --read-recipients        read additional recipients from the mail
          --read-envelope-from         read envelope from address from the mail
          --aliases=[file]             set/unset aliases file
          --set-from-header[=(auto|on|off)] set From header handling
          --set-date-header[=(auto|off)] set Date header handling
          --set-msgid-header[=(auto|off)] set Message-ID header handling
          --remove-bcc-headers[=(on|off)] enable/disable removal of Bcc headers
          --undisclosed-recipients[=(on|off)] enable/disable replacement of To/Cc/Bcc
                                       with To: undisclosed-recipients:;
          --                           end of options
        Accepted but ignored: -A, -B, -bm, -F, -G, -h, -i, -L, -m, -n, -O, -o, -v

        """;

    [Fact]
    public void The_options_of_msmtp_make_the_help_of_msmtp()
    {
        Assert.StartsWith(Msmtp, HelpText.Of(MsmtpOptions.Table), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_msmtp_does_not_have_stand_apart_at_the_end()
    {
        var table = MsmtpOptions.With(
            new SettingOption("hidden", ArgumentRule.None),
            new SettingOption("second", ArgumentRule.Required) { Rank = 1001, HelpArgument = "=x", Help = ["do the second"] },
            new SettingOption("first", ArgumentRule.None) { Letter = 'z', Help = ["do the first", "and more"] });

        Assert.Equal(
            Msmtp + """
            Options that msmtp does not have:
              --debug-secrets              show credentials in debugging information
              --plugin=name                load a plugin; its options come behind
              --setting=command=value      set what has no option of its own
              --plugins[=json]             list the plugins and what they bring
              --doctor[=id]                try all but sending, and say what is wrong
              --queue-key=key              accept this mail once only, however often it
                                           is given
              --queue-list[=json]          list the mails in the queue
              --queue-run[=id]             send the queued mails that are due, or this one
              --queue-hold=id              do not send a queued mail until it is released
              --queue-release=id           send a held mail after all
              --queue-retry=(id|all)       try a queued mail now, even a held or dead one
              --queue-delete=(id|all)      delete a queued mail
              --authorize[=browser|device|paste] sign in for OAuth 2.0
              --deauthorize                sign out: revoke and delete the tokens
              --print-token                print the access token, for other mail programs
              --transport=name             hand the mail over by this transport
              --temporary-failures[=(on|off)] exit with 75 where trying again may help
              --failover=[account,...]     use these accounts if the server cannot be reached
              --queue[=(on|off|always)]    keep a mail that cannot be sent now, and send it later
              --proxy-user=[username]      set/unset user name for the proxy
              --credential=[name]          take the password from a credential of systemd
                                           or a secret of a container
              --credential-fd=[number]     read the password from an open file descriptor
              --tls-key-credential=[name]  take the passphrase of the private key from a
                                           credential of systemd or a secret of a container
              --credential-helper=[helper] ask a git credential helper for the password
              --oauth=[provider]           log in with OAuth 2.0 tokens of this provider
              --oauth-client-id=[id]       the OAuth client, as it is registered
              --oauth-tenant=[tenant]      the organization at Microsoft
              --oauth-scope=[scopes]       the scopes to ask for, that for mail first
              --oauth-flow=[flow]          how to sign in: auto, browser, device, app, service
              --oauth-cert-file=[file]     the certificate of the OAuth client
              --oauth-key-file=[file]      the private key of the OAuth client
              --oauth-service-account=[file] the key file of a service account
              --oauth-store=[store]        where tokens are kept: file, keyring, or a folder
              --oauth-redirect-port=[number] the port on which the browser comes back
              --oauth-trust-file=[file]    certificates trusted for the provider, or system
              --oauth-authorization-url=[url] where the browser signs in
              --oauth-token-url=[url]      where tokens come from
              --oauth-device-url=[url]     where device codes come from
              --oauth-revocation-url=[url] where tokens are revoked
              -z, --first                  do the first
                                           and more
              --second=x                   do the second
              --tls-key-passwordeval=[eval] evaluate passphrase of the private key for TLS
              --set-to-header[=(on|off|undisclosed_recipients)] replace To/Cc/Bcc with one To header
              --keep-from-name[=(on|off)]  keep the name where From is replaced
              --set-sender-header[=(auto|on|off)] set Sender header handling
              --alias-domains=[domains]    set/unset the domains whose addresses have
                                           aliases; this_host: the names of this machine
              --local-domain=[domain]      set/unset the domain for addresses without one
              -r address                   the same as -f
              -bv                          print whom a mail would go to, and send nothing
              -bi                          look for mistakes in the aliases file, as the
                                           name newaliases does
              -bs                          hold an SMTP session on standard input and output
              -bd                          serve the programs of this host, as msmtpd does
              -bp                          list the queue as Postfix does, as the name
                                           mailq does
              -q[time|Rtext|Iid]           send what is queued: now, again and again, to
                                           these recipients, or one mail
              -odq                         queue the mail, if its account has a queue
            Accepted but ignored: -U

            Report bugs to the msmtp for .NET project.

            """,
            HelpText.Of(table));
    }

    [Fact]
    public void A_section_without_options_has_no_title()
    {
        Assert.DoesNotContain("Changing the mode of operation", HelpText.Of(new OptionTable([], [])), StringComparison.Ordinal);
    }
}

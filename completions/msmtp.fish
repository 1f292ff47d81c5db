# Completion of msmtp for fish. What is between the marks is made from the registered options (see CONTRIBUTING.md).

# __msmtp_ask NAME: what the program knows; a description is behind a tab.
function __msmtp_ask
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    command -q $program; or set program msmtp
    # fish inserts a tilde in front as it is, and would expand it.
    command $program --complete=$argv[1] $words 2>/dev/null </dev/null | string match -rv '^~'
end

# __msmtp_setting: commands of msmtprc with an equals sign, or once there is one, with their words.
function __msmtp_setting
    set -l setting (commandline -ct | string replace -r '^--setting=' '' | string match -r '^[^=]*(?==)')
    __msmtp_setting_values "$setting"
end

function __msmtp_setting_values
    # <settings>
    switch $argv[1]
        case allow_from_override
            printf '%s\n' allow_from_override={on,off}
        case auth
            printf '%s\n' auth={on,off}
        case auto_from
            printf '%s\n' auto_from={on,off}
        case dsn_notify
            printf '%s\n' dsn_notify={off,never,success,failure,delay,'success,failure','success,delay','failure,delay','success,failure,delay'}
        case dsn_return
            printf '%s\n' dsn_return={off,headers,full}
        case keep_from_name
            printf '%s\n' keep_from_name={on,off}
        case logfile
            printf '%s\n' logfile={-}
        case oauth
            printf '%s\n' oauth={google,microsoft,yahoo,aol,fastmail,yandex,mailru,application,off}
        case oauth_flow
            printf '%s\n' oauth_flow={auto,browser,device,app,service}
        case oauth_store
            printf '%s\n' oauth_store={file,keyring}
        case oauth_tenant
            printf '%s\n' oauth_tenant={common,organizations,consumers}
        case protocol
            printf '%s\n' protocol={smtp,lmtp}
        case queue
            printf '%s\n' queue={on,off,always}
        case queue_bounce
            printf '%s\n' queue_bounce={on,off}
        case queue_runner
            printf '%s\n' queue_runner={on,off}
        case queue_unknown
            printf '%s\n' queue_unknown={retry,hold}
        case remove_bcc_headers
            printf '%s\n' remove_bcc_headers={on,off}
        case sendmail_options
            printf '%s\n' sendmail_options={strict,any}
        case set_date_header
            printf '%s\n' set_date_header={auto,off}
        case set_from_header
            printf '%s\n' set_from_header={auto,on,off}
        case set_msgid_header
            printf '%s\n' set_msgid_header={auto,off}
        case set_sender_header
            printf '%s\n' set_sender_header={auto,on,off}
        case set_to_header
            printf '%s\n' set_to_header={on,off,undisclosed_recipients}
        case syslog
            printf '%s\n' syslog={on,off,LOG_USER,LOG_MAIL,LOG_LOCAL0,LOG_LOCAL1,LOG_LOCAL2,LOG_LOCAL3,LOG_LOCAL4,LOG_LOCAL5,LOG_LOCAL6,LOG_LOCAL7}
        case temporary_failures
            printf '%s\n' temporary_failures={on,off}
        case timeout
            printf '%s\n' timeout={off}
        case tls
            printf '%s\n' tls={on,off}
        case tls_certcheck
            printf '%s\n' tls_certcheck={on,off}
        case tls_starttls
            printf '%s\n' tls_starttls={on,off}
        case tls_trust_file
            printf '%s\n' tls_trust_file={system}
        case undisclosed_recipients
            printf '%s\n' undisclosed_recipients={on,off}
        case ''
            printf '%s=\n' alias_domains aliases allow_from_override auth auto_from connector credential credential_fd credential_helper domain dsn_notify dsn_return failover from from_also from_full_name host keep_from_name local_domain logfile logfile_time_format maildomain ntlmdomain oauth oauth_authorization_url oauth_cert_file oauth_client_id oauth_device_url oauth_flow oauth_key_file oauth_redirect_port oauth_revocation_url oauth_scope oauth_service_account oauth_store oauth_tenant oauth_token_url oauth_trust_file passwordeval port protocol proxy_host proxy_port proxy_user queue queue_bounce queue_connections queue_dir queue_expiry queue_rate queue_runner queue_socket queue_unknown remove_bcc_headers sendmail_options set_date_header set_from_header set_msgid_header set_sender_header set_to_header socket source_ip syslog temporary_failures timeout tls tls_cert_file tls_certcheck tls_crl_file tls_fingerprint tls_host_override tls_key_credential tls_key_file tls_key_passwordeval tls_min_dh_prime_bits tls_priorities tls_starttls tls_trust_file transport undisclosed_recipients user
    end
    # </settings>
end

complete -c msmtp -f -a '(__msmtp_ask recipients)'
# <options of msmtp>
complete -c msmtp -l version -d 'print version'
complete -c msmtp -l help -d 'print help'
complete -c msmtp -s P -l pretend -d 'print configuration info and exit'
complete -c msmtp -s d -l debug -d 'print debugging information'
complete -c msmtp -l configure -x -a '(__msmtp_ask configure)' -d 'generate and print configuration for address'
complete -c msmtp -s S -l serverinfo -d 'print information about the server'
complete -c msmtp -l rmqs -x -a '(__msmtp_ask rmqs)' -d 'send a Remote Message Queue Starting request'
complete -c msmtp -s C -l file -r -F -d 'set configuration file'
complete -c msmtp -s a -l account -x -a '(__msmtp_ask account)' -d 'use the given account instead of the account named "default"'
complete -c msmtp -l host -x -a '(__msmtp_ask host)' -d 'set the server, use only command-line settings'
complete -c msmtp -l port -x -d 'set port number'
complete -c msmtp -l source-ip -x -d 'set/unset source ip address to bind the socket to'
complete -c msmtp -l proxy-host -x -d 'set/unset proxy'
complete -c msmtp -l proxy-port -x -d 'set/unset proxy port'
complete -c msmtp -l socket -r -F -d 'set/unset local socket to connect to'
complete -c msmtp -l timeout -x -a 'off' -d 'set/unset network timeout in seconds'
complete -c msmtp -l protocol -x -a 'smtp lmtp' -d 'use the given sub protocol'
complete -c msmtp -l domain -x -d 'set the argument of EHLO or LHLO command'
complete -c msmtp -l auth -f -a 'on off scram-sha-512-plus scram-sha-256-plus scram-sha-1-plus scram-sha-512 scram-sha-256 scram-sha-1 plain cram-md5 digest-md5 login external oauthbearer xoauth2 gssapi ntlm' -d 'enable/disable authentication and optionally choose the method'
complete -c msmtp -l user -x -d 'set/unset user name for authentication'
complete -c msmtp -l passwordeval -x -a '(__fish_complete_command)' -d 'evaluate password for authentication'
complete -c msmtp -l tls -f -a 'on off' -d 'enable/disable TLS encryption'
complete -c msmtp -l tls-starttls -f -a 'on off' -d 'enable/disable STARTTLS for TLS'
complete -c msmtp -l tls-trust-file -r -F -a 'system' -d 'set/unset trust file for TLS'
complete -c msmtp -l tls-crl-file -r -F -d 'set/unset revocation file for TLS'
complete -c msmtp -l tls-fingerprint -x -d 'set/unset trusted certificate fingerprint for TLS'
complete -c msmtp -l tls-certcheck -f -a 'on off' -d 'enable/disable server certificate checks for TLS'
complete -c msmtp -l tls-key-file -r -F -d 'set/unset private key file for TLS'
complete -c msmtp -l tls-cert-file -r -F -d 'set/unset private cert file for TLS'
complete -c msmtp -l tls-priorities -x -d 'set/unset TLS priorities'
complete -c msmtp -l tls-host-override -x -a '(__msmtp_ask tls-host-override)' -d 'set/unset override for TLS host verification'
complete -c msmtp -l tls-min-dh-prime-bits -x -d 'set/unset minimum bit size of DH prime'
complete -c msmtp -l auto-from -f -a 'on off' -d 'enable/disable automatic envelope-from addresses'
complete -c msmtp -s f -l from -x -a '(__msmtp_ask from)' -d 'set envelope from address'
complete -c msmtp -l maildomain -x -d 'set the domain for automatic envelope from addresses'
complete -c msmtp -s N -l dsn-notify -x -a 'off never success failure delay success,failure success,delay failure,delay success,failure,delay' -d 'set/unset DSN conditions'
complete -c msmtp -s R -l dsn-return -x -a 'off headers full' -d 'set/unset DSN amount'
complete -c msmtp -s X -l logfile -r -F -a '-' -d 'set/unset log file'
complete -c msmtp -l logfile-time-format -x -d 'set/unset log file time format for strftime()'
complete -c msmtp -l syslog -f -a 'on off LOG_USER LOG_MAIL LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6 LOG_LOCAL7' -d 'enable/disable/configure syslog logging'
complete -c msmtp -s t -l read-recipients -d 'read additional recipients from the mail'
complete -c msmtp -l read-envelope-from -d 'read envelope from address from the mail'
complete -c msmtp -l aliases -r -F -d 'set/unset aliases file'
complete -c msmtp -l set-from-header -f -a 'auto on off' -d 'set From header handling'
complete -c msmtp -l set-date-header -f -a 'auto off' -d 'set Date header handling'
complete -c msmtp -l set-msgid-header -f -a 'auto off' -d 'set Message-ID header handling'
complete -c msmtp -l remove-bcc-headers -f -a 'on off' -d 'enable/disable removal of Bcc headers'
complete -c msmtp -l undisclosed-recipients -f -a 'on off' -d 'enable/disable replacement of To/Cc/Bcc with To: undisclosed-recipients:'
complete -c msmtp -l debug-secrets -d 'show credentials in debugging information'
complete -c msmtp -l plugin -x -d 'load a plugin'
complete -c msmtp -l setting -x -a '(__msmtp_setting)' -d 'set what has no option of its own'
complete -c msmtp -l plugins -f -a 'json' -d 'list the plugins and what they bring'
complete -c msmtp -l doctor -f -a '(__msmtp_ask doctor)' -d 'try all but sending, and say what is wrong'
complete -c msmtp -l queue-key -x -d 'accept this mail once only, however often it is given'
complete -c msmtp -l queue-list -f -a 'json' -d 'list the mails in the queue'
complete -c msmtp -l queue-run -f -a '(__msmtp_ask queue-run)' -d 'send the queued mails that are due, or this one'
complete -c msmtp -l queue-hold -x -a '(__msmtp_ask queue-hold)' -d 'do not send a queued mail until it is released'
complete -c msmtp -l queue-release -x -a '(__msmtp_ask queue-release)' -d 'send a held mail after all'
complete -c msmtp -l queue-retry -x -a '(__msmtp_ask queue-retry)' -d 'try a queued mail now, even a held or dead one'
complete -c msmtp -l queue-delete -x -a '(__msmtp_ask queue-delete)' -d 'delete a queued mail'
complete -c msmtp -l authorize -f -a 'browser device paste' -d 'sign in for OAuth 2.0'
complete -c msmtp -l deauthorize -d 'sign out: revoke and delete the tokens'
complete -c msmtp -l print-token -d 'print the access token, for other mail programs'
complete -c msmtp -l transport -x -a 'smtp' -d 'hand the mail over by this transport'
complete -c msmtp -l temporary-failures -f -a 'on off' -d 'exit with 75 where trying again may help'
complete -c msmtp -l failover -x -a '(__msmtp_ask failover)' -d 'use these accounts if the server cannot be reached'
complete -c msmtp -l queue -f -a 'on off always' -d 'keep a mail that cannot be sent now, and send it later'
complete -c msmtp -l proxy-user -x -d 'set/unset user name for the proxy'
complete -c msmtp -l credential -x -d 'take the password from a credential of systemd or a secret of a container'
complete -c msmtp -l credential-fd -x -d 'read the password from an open file descriptor'
complete -c msmtp -l tls-key-credential -x -d 'take the passphrase of the private key from a credential of systemd or a secret of a container'
complete -c msmtp -l credential-helper -x -a '(__fish_complete_command)' -d 'ask a git credential helper for the password'
complete -c msmtp -l oauth -x -a 'google microsoft yahoo aol fastmail yandex mailru application off' -d 'log in with OAuth 2.0 tokens of this provider'
complete -c msmtp -l oauth-client-id -x -d 'the OAuth client, as it is registered'
complete -c msmtp -l oauth-tenant -x -a 'common organizations consumers' -d 'the organization at Microsoft'
complete -c msmtp -l oauth-scope -x -d 'the scopes to ask for, that for mail first'
complete -c msmtp -l oauth-flow -x -a 'auto browser device app service' -d 'how to sign in: auto, browser, device, app, service'
complete -c msmtp -l oauth-cert-file -r -F -d 'the certificate of the OAuth client'
complete -c msmtp -l oauth-key-file -r -F -d 'the private key of the OAuth client'
complete -c msmtp -l oauth-service-account -r -F -d 'the key file of a service account'
complete -c msmtp -l oauth-store -r -F -a 'file keyring' -d 'where tokens are kept: file, keyring, or a folder'
complete -c msmtp -l oauth-redirect-port -x -d 'the port on which the browser comes back'
complete -c msmtp -l oauth-trust-file -r -F -d 'certificates trusted for the provider, or system'
complete -c msmtp -l oauth-authorization-url -x -d 'where the browser signs in'
complete -c msmtp -l oauth-token-url -x -d 'where tokens come from'
complete -c msmtp -l oauth-device-url -x -d 'where device codes come from'
complete -c msmtp -l oauth-revocation-url -x -d 'where tokens are revoked'
complete -c msmtp -l tls-key-passwordeval -x -a '(__fish_complete_command)' -d 'evaluate passphrase of the private key for TLS'
complete -c msmtp -l set-to-header -f -a 'on off undisclosed_recipients' -d 'replace To/Cc/Bcc with one To header'
complete -c msmtp -l keep-from-name -f -a 'on off' -d 'keep the name where From is replaced'
complete -c msmtp -l set-sender-header -f -a 'auto on off' -d 'set Sender header handling'
complete -c msmtp -l alias-domains -x -d 'set/unset the domains whose addresses have aliases'
complete -c msmtp -l local-domain -x -d 'set/unset the domain for addresses without one'
complete -c msmtp -s F -x -d 'set the full name of the sender'
complete -c msmtp -s b -x -a 'm v i p s d' -d 'do as sendmail does'
complete -c msmtp -s o -x -a 'dq' -d 'set one of sendmail\'s options'
complete -c msmtp -s q -f -d 'send what is queued'
# </options of msmtp>

# Completion of msmtp and msmtpd for bash 4 or later, with or without the package bash-completion.   -*- shell-script -*-
#
# What is between the marks is made from the registered options (see CONTRIBUTING.md). Nothing that is typed, or that stands in a
# msmtprc, is ever expanded or run here: quotes are taken off words by _msmtp_split, accounts and queued mails come from the program.

# <options of msmtp>
_msmtp_names='--version --help -P --pretend -d --debug --configure= -S --serverinfo --rmqs= -C --file= -a --account= --host= --port= --source-ip= --proxy-host= --proxy-port= --socket= --timeout= --protocol= --domain= --auth --user= --passwordeval= --tls --tls-starttls --tls-trust-file= --tls-crl-file= --tls-fingerprint= --tls-certcheck --tls-key-file= --tls-cert-file= --tls-priorities= --tls-host-override= --tls-min-dh-prime-bits= --auto-from -f --from= --maildomain= -N --dsn-notify= -R --dsn-return= -X --logfile= --logfile-time-format= --syslog -t --read-recipients --read-envelope-from --aliases= --set-from-header --set-date-header --set-msgid-header --remove-bcc-headers --undisclosed-recipients --debug-secrets --plugin= --setting= --plugins --doctor --queue-key= --queue-list --queue-run --queue-hold= --queue-release= --queue-retry= --queue-delete= --authorize --deauthorize --print-token --transport= --temporary-failures --failover= --queue --proxy-user= --credential= --credential-fd= --tls-key-credential= --credential-helper= --oauth= --oauth-client-id= --oauth-tenant= --oauth-scope= --oauth-flow= --oauth-cert-file= --oauth-key-file= --oauth-service-account= --oauth-store= --oauth-redirect-port= --oauth-trust-file= --oauth-authorization-url= --oauth-token-url= --oauth-device-url= --oauth-revocation-url= --tls-key-passwordeval= --set-to-header --keep-from-name --set-sender-header --alias-domains= --local-domain= -F -b -o -q'
_msmtp_option()
{
    takes=none values='' more=''
    case $1 in
        --version) : ;;
        --help) : ;;
        -P | --pretend) : ;;
        -d | --debug) : ;;
        --configure) takes=required more='ask:configure' ;;
        -S | --serverinfo) : ;;
        --rmqs) takes=required more='ask:rmqs' ;;
        -C | --file) takes=required more='file' ;;
        -a | --account) takes=required more='ask:account' ;;
        --host) takes=required more='ask:host' ;;
        --port) takes=required ;;
        --source-ip) takes=required ;;
        --proxy-host) takes=required ;;
        --proxy-port) takes=required ;;
        --socket) takes=required more='file' ;;
        --timeout) takes=required values='off' ;;
        --connect-timeout) takes=required ;;
        --protocol) takes=required values='smtp lmtp' ;;
        --domain) takes=required ;;
        --auth) takes=optional values='on off scram-sha-512-plus scram-sha-256-plus scram-sha-1-plus scram-sha-512 scram-sha-256 scram-sha-1 plain cram-md5 digest-md5 login external oauthbearer xoauth2 gssapi ntlm' ;;
        --user) takes=required ;;
        --passwordeval) takes=required more='command' ;;
        --tls) takes=optional values='on off' ;;
        --tls-starttls) takes=optional values='on off' ;;
        --tls-trust-file) takes=required values='system' more='file' ;;
        --tls-crl-file) takes=required more='file' ;;
        --tls-fingerprint) takes=required ;;
        --tls-certcheck) takes=optional values='on off' ;;
        --tls-key-file) takes=required more='file' ;;
        --tls-cert-file) takes=required more='file' ;;
        --tls-force-sslv3) takes=optional values='on off' ;;
        --tls-priorities) takes=required ;;
        --tls-host-override) takes=required more='ask:tls-host-override' ;;
        --tls-min-dh-prime-bits) takes=required ;;
        --auto-from) takes=optional values='on off' ;;
        -f | --from) takes=required more='ask:from' ;;
        --maildomain) takes=required ;;
        -N | --dsn-notify) takes=required values='off never success failure delay success,failure success,delay failure,delay success,failure,delay' ;;
        -R | --dsn-return) takes=required values='off headers full' ;;
        -X | --logfile) takes=required values='-' more='file' ;;
        --logfile-time-format) takes=required ;;
        --syslog) takes=optional values='on off LOG_USER LOG_MAIL LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6 LOG_LOCAL7' ;;
        -t | --read-recipients) : ;;
        --read-envelope-from) : ;;
        --aliases) takes=required more='file' ;;
        --set-from-header) takes=optional values='auto on off' ;;
        --add-missing-from-header) takes=optional values='on off' ;;
        --set-date-header) takes=optional values='auto off' ;;
        --add-missing-date-header) takes=optional values='on off' ;;
        --set-msgid-header) takes=optional values='auto off' ;;
        --remove-bcc-headers) takes=optional values='on off' ;;
        --keepbcc) takes=optional values='on off' ;;
        --undisclosed-recipients) takes=optional values='on off' ;;
        --debug-secrets) : ;;
        --plugin) takes=required ;;
        --setting) takes=required more='setting' ;;
        --plugins) takes=optional values='json' ;;
        --complete) takes=required ;;
        --doctor) takes=optional more='ask:doctor' ;;
        --queue-key) takes=required ;;
        --queue-list) takes=optional values='json' ;;
        --queue-run) takes=optional more='ask:queue-run' ;;
        --queue-hold) takes=required more='ask:queue-hold' ;;
        --queue-release) takes=required more='ask:queue-release' ;;
        --queue-retry) takes=required values='all' more='ask:queue-retry' ;;
        --queue-delete) takes=required values='all' more='ask:queue-delete' ;;
        --authorize) takes=optional values='browser device paste' ;;
        --deauthorize) : ;;
        --print-token) : ;;
        --transport) takes=required values='smtp' ;;
        --temporary-failures) takes=optional values='on off' ;;
        --failover) takes=required more='ask:failover' ;;
        --queue) takes=optional values='on off always' ;;
        --proxy-user) takes=required ;;
        --credential) takes=required ;;
        --credential-fd) takes=required ;;
        --tls-key-credential) takes=required ;;
        --credential-helper) takes=required more='command' ;;
        --oauth) takes=required values='google microsoft yahoo aol fastmail yandex mailru application off' ;;
        --oauth-client-id) takes=required ;;
        --oauth-tenant) takes=required values='common organizations consumers' ;;
        --oauth-scope) takes=required ;;
        --oauth-flow) takes=required values='auto browser device app service' ;;
        --oauth-cert-file) takes=required more='file' ;;
        --oauth-key-file) takes=required more='file' ;;
        --oauth-service-account) takes=required more='file' ;;
        --oauth-store) takes=required values='file keyring' more='file' ;;
        --oauth-redirect-port) takes=required ;;
        --oauth-trust-file) takes=required more='file' ;;
        --oauth-authorization-url) takes=required ;;
        --oauth-token-url) takes=required ;;
        --oauth-device-url) takes=required ;;
        --oauth-revocation-url) takes=required ;;
        --tls-key-passwordeval) takes=required more='command' ;;
        --set-to-header) takes=optional values='on off undisclosed_recipients' ;;
        --keep-from-name) takes=optional values='on off' ;;
        --set-sender-header) takes=optional values='auto on off' ;;
        --alias-domains) takes=required ;;
        --local-domain) takes=required ;;
        -F) takes=required ;;
        -v) : ;;
        -b) takes=required values='m v i p s d' ;;
        -r) takes=required ;;
        -A) takes=required ;;
        -B) takes=required ;;
        -G) : ;;
        -h) takes=required ;;
        -i) : ;;
        -L) takes=required ;;
        -m) : ;;
        -n) : ;;
        -O) takes=required ;;
        -o) takes=required values='dq' ;;
        -q) takes=optional ;;
        -U) : ;;
        -V) takes=required ;;
        *) return 1 ;;
    esac
}
# </options of msmtp>

# <options of msmtpd>
_msmtpd_names='--version --help --inetd --interface= --port= --log= --command= --auth= --socket= --file= --account='
_msmtpd_option()
{
    takes=none values='' more=''
    case $1 in
        --version) : ;;
        --help) : ;;
        --inetd) : ;;
        --interface) takes=required ;;
        --port) takes=required ;;
        --log) takes=required values='none syslog' more='file' ;;
        --command) takes=required more='command' ;;
        --auth) takes=required ;;
        --socket) takes=required more='file' ;;
        --file) takes=required more='file' ;;
        --account) takes=required more='ask:account' ;;
        *) return 1 ;;
    esac
}
# </options of msmtpd>

# <settings>
_msmtp_settings='alias_domains= aliases= allow_from_override= auth= auto_from= connector= credential= credential_fd= credential_helper= domain= dsn_notify= dsn_return= failover= from= from_also= from_full_name= host= keep_from_name= local_domain= logfile= logfile_time_format= maildomain= ntlmdomain= oauth= oauth_authorization_url= oauth_cert_file= oauth_client_id= oauth_device_url= oauth_flow= oauth_key_file= oauth_redirect_port= oauth_revocation_url= oauth_scope= oauth_service_account= oauth_store= oauth_tenant= oauth_token_url= oauth_trust_file= passwordeval= port= protocol= proxy_host= proxy_port= proxy_user= queue= queue_bounce= queue_connections= queue_dir= queue_expiry= queue_rate= queue_runner= queue_socket= queue_unknown= remove_bcc_headers= sendmail_options= set_date_header= set_from_header= set_msgid_header= set_sender_header= set_to_header= socket= source_ip= syslog= temporary_failures= timeout= tls= tls_cert_file= tls_certcheck= tls_crl_file= tls_fingerprint= tls_host_override= tls_key_credential= tls_key_file= tls_key_passwordeval= tls_min_dh_prime_bits= tls_priorities= tls_starttls= tls_trust_file= transport= undisclosed_recipients= user='
_msmtp_setting()
{
    values='' more=''
    case $1 in
        aliases) more='file' ;;
        allow_from_override) values='on off' ;;
        auth) values='on off' ;;
        auto_from) values='on off' ;;
        dsn_notify) values='off never success failure delay success,failure success,delay failure,delay success,failure,delay' ;;
        dsn_return) values='off headers full' ;;
        keep_from_name) values='on off' ;;
        logfile) values='-' more='file' ;;
        oauth) values='google microsoft yahoo aol fastmail yandex mailru application off' ;;
        oauth_cert_file) more='file' ;;
        oauth_flow) values='auto browser device app service' ;;
        oauth_key_file) more='file' ;;
        oauth_service_account) more='file' ;;
        oauth_store) values='file keyring' ;;
        oauth_tenant) values='common organizations consumers' ;;
        oauth_trust_file) more='file' ;;
        protocol) values='smtp lmtp' ;;
        queue) values='on off always' ;;
        queue_bounce) values='on off' ;;
        queue_dir) more='file' ;;
        queue_runner) values='on off' ;;
        queue_socket) more='file' ;;
        queue_unknown) values='retry hold' ;;
        remove_bcc_headers) values='on off' ;;
        sendmail_options) values='strict any' ;;
        set_date_header) values='auto off' ;;
        set_from_header) values='auto on off' ;;
        set_msgid_header) values='auto off' ;;
        set_sender_header) values='auto on off' ;;
        set_to_header) values='on off undisclosed_recipients' ;;
        socket) more='file' ;;
        syslog) values='on off LOG_USER LOG_MAIL LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6 LOG_LOCAL7' ;;
        temporary_failures) values='on off' ;;
        timeout) values='off' ;;
        tls) values='on off' ;;
        tls_cert_file) more='file' ;;
        tls_certcheck) values='on off' ;;
        tls_crl_file) more='file' ;;
        tls_key_file) more='file' ;;
        tls_starttls) values='on off' ;;
        tls_trust_file) values='system' more='file' ;;
        undisclosed_recipients) values='on off' ;;
    esac
}
# </settings>

# _msmtp_split LINE: its words without quotes in words, but the last one in cur, and in open whether a single or a double quote is open
# in it. What is behind < or > is no word of the command; redirect is set if that is cur.
_msmtp_split()
{
    local line=$1 char state=free word='' has='' i
    words=() redirect=''
    for ((i = 0; i < ${#line}; i++)); do
        char=${line:i:1}
        case $state$char in
            single\' | double\") state=free ;;
            double\\)
                [[ ${line:i+1:1} == [\"\\\$\`] ]] && ((i++))
                word+=${line:i:1}
                ;;
            single* | double*) word+=$char ;;
            free\\)
                ((i++))
                word+=${line:i:1} has=1
                ;;
            free\') state=single has=1 ;;
            free\") state=double has=1 ;;
            free[\ $'\t'$'\n'\<\>])
                # Digits are the number of a descriptor.
                [[ $char == [\<\>] && $word != *[!0-9\&]* ]] && has=''
                if [[ $has ]]; then
                    [[ $redirect ]] || words+=("$word")
                    redirect=''
                fi
                [[ $char == [\<\>] ]] && redirect=1
                word='' has=''
                ;;
            free[\&\|])
                if [[ $has || ! $redirect ]]; then
                    word+=$char has=1
                fi
                ;;
            *) word+=$char has=1 ;;
        esac
    done
    cur=$word open=${state#free}
}

# _msmtp_offer VALUE: adds it if it begins with typed. Only what is behind readline's last break is replaced, and quoted as that is.
_msmtp_offer()
{
    [[ $1 && $1 == "$typed"* ]] || return
    local all=$before$1
    all=${all:kept}
    case $open in
        # Readline closes the quote, unless the last character is one.
        single)
            all=${all//\'/\'\\\'\'}
            [[ $1 == *\' ]] && all=${all%\'}
            ;;
        double)
            # Nothing keeps history expansion from it there.
            [[ $all == *!* ]] && return
            all=${all//\\/\\\\} all=${all//\"/\\\"} all=${all//\$/\\\$} all=${all//\`/\\\`}
            [[ $1 == *\" ]] && all+=\"
            ;;
        *) [[ $plain || ! $all ]] || printf -v all %q "$all" ;;
    esac
    COMPREPLY+=("$all")
}

# _msmtp_ask NAME: what the program knows; a description is behind a tab.
_msmtp_ask()
{
    local program=${words[0]} value
    [[ $program == \~/* ]] && program=$HOME/${program:2}
    type -P -- "$program" >/dev/null || program=msmtp
    while IFS=$'\t' read -r value _; do
        _msmtp_offer "$value"
    done <<<"$("$program" "--complete=$1" "${words[@]:1}" 2>/dev/null </dev/null)"
}

_msmtp_files()
{
    local file
    if [[ ${#COMPREPLY[@]} == 0 ]]; then
        # As readline does it.
        compopt -o default
        return
    fi
    compopt -o filenames
    while IFS= read -r file; do
        [[ $file ]] || continue
        file=$before$file
        COMPREPLY+=("${file:kept}")
    done <<<"$(compgen -f -- "$typed")"
}

# _msmtp_values VALUES MORE: words, and where there is more.
_msmtp_values()
{
    local value list
    read -ra list <<<"$1"
    for value in "${list[@]}"; do
        _msmtp_offer "$value"
    done
    case $2 in
        file) _msmtp_files ;;
        command)
            while IFS= read -r value; do
                _msmtp_offer "$value"
            done <<<"$([[ $typed ]] && compgen -c -- "$typed")"
            ;;
        setting) _msmtp_setting_argument ;;
        ask:*) _msmtp_ask "${2#ask:}" ;;
    esac
}

_msmtp_setting_argument()
{
    local values more
    if [[ $typed != *=* ]]; then
        plain=1 _msmtp_values "$_msmtp_settings" ''
        compopt -o nospace
        return
    fi
    _msmtp_setting "${typed%%=*}"
    before+=${typed%%=*}=
    typed=${typed#*=}
    _msmtp_values "$values" "$more"
}

# _msmtp_find NAME: what is known of an option, which may be abbreviated as far as it is the only one.
_msmtp_find()
{
    "$table"_option "$1" && return
    [[ $1 == --?* ]] || return
    local name found='' names=${table}_names
    for name in ${!names}; do
        if [[ $name == "$1"* ]]; then
            [[ $found ]] && return 1
            found=${name%=}
        fi
    done
    [[ $found ]] && "$table"_option "$found"
}

# _msmtp_bundle WORD: the place of the first letter in it that takes an argument, in place; fails if there is none.
_msmtp_bundle()
{
    for ((place = 1; place < ${#1}; place++)); do
        "$table"_option "-${1:place:1}" || return
        [[ $takes == none ]] || return 0
    done
    return 1
}

# The option, if any, whose argument is the next word, in pending; whether options have ended, in ended.
_msmtp_read()
{
    local word place
    pending='' ended=''
    for word in "${words[@]:1}"; do
        if [[ $pending ]]; then
            pending=''
        elif [[ ! $ended ]]; then
            case $word in
                --) ended=1 ;;
                --*=*) ;;
                --*) _msmtp_find "$word" && [[ $takes == required ]] && pending=$word ;;
                -?*)
                    _msmtp_bundle "$word" && [[ $takes == required && $((place + 1)) == "${#word}" ]] && pending=-${word:place:1}
                    ;;
            esac
        fi
    done
}

_msmtp_attached()
{
    local place name names=${table}_names
    case $cur in
        --*=*)
            _msmtp_find "${cur%%=*}" && [[ $takes != none ]] || return
            before=${cur%%=*}= typed=${cur#*=}
            _msmtp_values "$values" "$more"
            ;;
        -[!-]*)
            if _msmtp_bundle "$cur" && [[ $values || $((place + 1)) != "${#cur}" ]]; then
                before=${cur:0:place+1} typed=${cur:place+1}
                _msmtp_values "$values" "$more"
            else
                typed=$cur
                _msmtp_offer "$cur"
            fi
            ;;
        *)
            typed=$cur plain=1
            for name in ${!names}; do
                _msmtp_offer "$name"
            done
            [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
            ;;
    esac
    return 0
}

# _msmtp_complete TABLE TEXT: TEXT is what readline replaces.
_msmtp_complete()
{
    local table=$1 words cur open redirect pending ended takes values more before='' typed kept plain=''
    COMPREPLY=()
    _msmtp_split "${COMP_LINE:0:COMP_POINT}"
    case $open in
        single) kept=\'$2 ;;
        double) kept=\"$2 ;;
        *) kept=$2 ;;
    esac
    _msmtp_split "$kept"
    kept=${#cur}
    _msmtp_split "${COMP_LINE:0:COMP_POINT}"
    kept=$((${#cur} - kept))
    if [[ $redirect ]]; then
        compopt -o default
        return
    fi
    _msmtp_read
    typed=$cur
    if [[ $pending ]]; then
        _msmtp_find "$pending" && _msmtp_values "$values" "$more"
    elif [[ $cur == -* && ! $ended ]]; then
        _msmtp_attached
    elif [[ $table == _msmtp ]]; then
        _msmtp_ask recipients
    fi
    return 0
}

_msmtp()
{
    _msmtp_complete _msmtp "$2"
}

_msmtpd()
{
    _msmtp_complete _msmtpd "$2"
}

complete -F _msmtp msmtp
complete -F _msmtpd msmtpd

#!/bin/sh
# Installs what the tests need (with apt, where it may), builds both flavours, runs every test,
# and ends with a line such as "tests: 812 passed, 0 failed, 3 skipped".
# "./test.sh --packages" does the same for what administrators install, and for nothing else: the explicit tests of tests/Packages.
set -u
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# what=packages: the real programs that the tests talk to; what is a command, or a file by its absolute path. One that is
# missing skips its tests, which then say so. Postfix comes first: it is the mail server that mail programs depend on.
needed="
    postfix=postfix
    saslpasswd2=sasl2-bin,libsasl2-modules
    gsasl=gsasl
    idn=idn
    pg_ctlcluster=postgresql
    krb5kdc=krb5-kdc,krb5-admin-server,libsasl2-modules-gssapi-mit
    kinit=krb5-user
    dovecot=dovecot-core
    /usr/lib/dovecot/modules/lib90_sieve_plugin.so=dovecot-sieve
    /usr/lib/dovecot/lmtp=dovecot-lmtpd
    /usr/lib/dovecot/submission=dovecot-submissiond
    /usr/lib/dovecot/modules/auth/libmech_gssapi.so=dovecot-gssapi
    /usr/share/doc/libmariadb3=libmariadb3
    /usr/share/doc/libspf2-2=libspf2-2
    rsyslogd=rsyslog
    /usr/bin/msmtp=msmtp
    /usr/bin/esmtp=esmtp
    curl=curl
    openssl=openssl
    systemd-analyze=systemd
    systemd-sysusers=systemd
    zsh=zsh
    fish=fish
    /usr/share/bash-completion/bash_completion=bash-completion
    shellcheck=shellcheck
    setsid=util-linux
    script=bsdutils
    setpriv=util-linux
    setcap=libcap2-bin
    valgrind=valgrind
    python3=python3
    perl=perl
    /usr/share/perl5/Mail/DeliveryStatus/BounceParser.pm=libmail-deliverystatus-bounceparser-perl
    git=git
    /usr/lib/git-core/git-send-email=git-email,libauthen-sasl-perl
    /usr/share/perl5/Mail/Mailer.pm=libmailtools-perl
    /usr/share/perl5/Email/Sender.pm=libemail-sender-perl
    mutt=mutt
    neomutt=neomutt
    s-nail=s-nail
    bsd-mailx=bsd-mailx
    php=php-cli
    /usr/share/php/Symfony/Component/Mailer/autoload.php=php-symfony-mailer
    /usr/share/php/Illuminate/Mail/autoload.php=php-illuminate-mail
    /usr/share/php/Illuminate/View/autoload.php=php-illuminate-view
    /usr/share/php/libphp-phpmailer/src/PHPMailer.php=libphp-phpmailer
    /usr/share/perl5/MIME/Lite.pm=libmime-lite-perl
    mime-construct=mime-construct
    /usr/lib/ruby/vendor_ruby/mail.rb=ruby-mail
    hg=mercurial
    emacs=emacs-nox
    swaks=swaks
    postgrey=postgrey
    cron=cron
    man=man-db
    /usr/share/i18n/locales/zh_CN=locales
    mandoc=mandoc
    bzcat=bzip2
    /usr/share/unicode/UnicodeData.txt=unicode-data
    nsd=nsd
    gnome-keyring-daemon=gnome-keyring
    secret-tool=libsecret-tools,libsecret-1-0
    dbus-daemon=dbus
    microsocks=microsocks
    danted=dante-server
    pass=pass,gnupg
    node=nodejs
    npm=npm
    chromium=chromium
    strace=strace
    mkfs.ext4=e2fsprogs
    faketime=faketime
"

# What administrators install is examined, and tried on small systems of its own.
releases="bullseye bookworm trixie"
case ${1:-} in
    --packages)
        needed="
            mmdebstrap=mmdebstrap
            unshare=util-linux
            lintian=lintian
            qemu-aarch64-static=qemu-user-static
            cpio=cpio
            unzip=unzip
            podman=podman,crun
            apparmor_parser=apparmor
            readelf=binutils
        "
        ;;
esac

have() {
    case $1 in
        /*) [ -e "$1" ] ;;
        *) PATH=$PATH:/usr/sbin command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# install PACKAGE...: whether apt could.
install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

missing=
for pair in $needed; do
    have "${pair%%=*}" || missing="$missing $(echo "${pair#*=}" | tr , ' ')"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "test.sh: installing$missing"
        apt-get update -qq >/dev/null 2>&1
        # One that this system does not have must not keep the others out.
        # shellcheck disable=SC2086 # a list of names
        install $missing || for package in $missing; do
            install "$package" || echo "test.sh: apt could not install $package; its tests will be skipped" >&2
        done
    else
        echo "test.sh: not installed:$missing; their tests will be skipped" >&2
    fi
fi

# The compiler stays in memory from one project to the next, which makes the build several times as fast, and is ended in the end.
export UseSharedCompilation=true
results=$(mktemp -d)
trap 'rm -rf "$results"; dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1' EXIT

if [ "${1:-}" = --packages ]; then
    for release in $releases; do
        tests/Packages/Debian/base.sh "$release" "artifacts/peers/debian/$release" ||
            echo "test.sh: there is no $release; its tests will be skipped" >&2 &
    done
    ./package.sh || { wait; echo "tests: 0 passed, 1 failed, 0 skipped"; exit 1; }
    wait
    dotnet test --project tests/Packages -c Release --results-directory "$results" --timeout 30m -p:NamesReport=true --explicit only
    tests/summary.sh tests/Packages "$results" $?
    exit
fi

# unpacked FOLDER PROGRAM PACKAGE: takes a package apart in artifacts/peers/FOLDER, once, without installing it.
fetch_unpacked() {
    rm -rf "$1" "$1.new" && mkdir -p "$1.new" || return 1
    (cd "$1.new" && apt-get download -qq "$2" && dpkg-deb -x "$2"_*.deb . && rm "$2"_*.deb) >/dev/null 2>&1 && mv "$1.new" "$1"
}
unpacked() {
    folder=artifacts/peers/$1
    [ ! -x "$folder/$2" ] && command -v dpkg-deb >/dev/null 2>&1 || return 0
    echo "test.sh: fetching $3"
    fetch_unpacked "$folder" "$3" || { apt-get update -qq >/dev/null 2>&1 && fetch_unpacked "$folder" "$3"; } ||
        echo "test.sh: apt could not fetch $3; its tests will be skipped" >&2
    rm -rf "$folder.new"
}
# Debian's Exim cannot be installed beside Postfix, and needs the two libraries above; nullmailer cannot either.
unpacked exim usr/sbin/exim4 exim4-daemon-heavy
unpacked nullmailer usr/bin/nullmailer-inject nullmailer
# A program in Go that sends mail; installed, it would be a server that starts with the system.
unpacked alertmanager usr/bin/prometheus-alertmanager prometheus-alertmanager

# Installed, these would do their work on this system.
unpacked anacron usr/sbin/anacron anacron
unpacked apt-listchanges usr/bin/apt-listchanges apt-listchanges
unpacked at usr/sbin/atd at
unpacked fail2ban usr/bin/fail2ban-server fail2ban

# msmtp's own server, whose package cannot be installed beside Postfix.
unpacked msmtpd usr/bin/msmtpd msmtp-mta

# modules NAME VERSION: a package of npm in artifacts/peers/NAME, once.
fetch_modules() {
    rm -rf "$1" "$1.new" && mkdir -p "$1.new" || return 1
    (cd "$1.new" && echo '{"private":true}' >package.json && npm install --no-audit --no-fund "$2") >/dev/null 2>&1 && mv "$1.new" "$1"
}
modules() {
    folder=artifacts/peers/$1
    [ ! -d "$folder/node_modules/$1" ] && command -v npm >/dev/null 2>&1 || return 0
    echo "test.sh: fetching $1"
    fetch_modules "$folder" "$1@$2" || echo "test.sh: npm could not fetch $1; its tests will be skipped" >&2
    rm -rf "$folder.new"
}
# An OpenID provider, and what sends the mail of most programs in JavaScript; neither needs another program.
modules oidc-provider 9.13.3
modules nodemailer 10.6.0

# With a command that makes mistakes when asked to: the tests of durability have to find them.
./build.sh faults || { echo "tests: 0 passed, 1 failed, 0 skipped"; exit 1; }

# What each program found stands in a report of its own, which one that crashes does not write. One that hangs is ended.
dotnet test --solution msmtp.sln -c Release --results-directory "$results" --timeout 45m -p:NamesReport=true
tests/summary.sh tests "$results" $?

# Completion of msmtpd for fish. What is between the marks is made from the registered options (see CONTRIBUTING.md).

# __msmtp_ask NAME: what the program knows; a description is behind a tab.
function __msmtp_ask
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    command -q $program; or set program msmtp
    # fish inserts a tilde in front as it is, and would expand it.
    command $program --complete=$argv[1] $words 2>/dev/null </dev/null | string match -rv '^~'
end

complete -c msmtpd -f
# <options of msmtpd>
complete -c msmtpd -l version -d 'print version'
complete -c msmtpd -l help -d 'print help'
complete -c msmtpd -l inetd -d 'start single SMTP session on stdin/stdout'
complete -c msmtpd -l interface -x -d 'listen on ip instead of 127.0.0.1'
complete -c msmtpd -l port -x -d 'listen on port number instead of 25'
complete -c msmtpd -l log -r -F -a 'none syslog' -d 'do not log anything (default) or log to syslog or log to the given file'
complete -c msmtpd -l command -x -a '(__fish_complete_command)' -d 'pipe mails to cmd, such as /usr/bin/msmtp -f %F --, instead of sending them through the queue'
complete -c msmtpd -l auth -x -d 'require authentication with this user name'
complete -c msmtpd -l socket -r -F -d 'listen on a Unix socket instead, for all users of this system'
complete -c msmtpd -l file -r -F -d 'set configuration file of the queue'
complete -c msmtpd -l account -x -a '(__msmtp_ask account)' -d 'send what is queued with this account'
# </options of msmtpd>

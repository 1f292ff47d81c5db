# start.pl: starts the service msmtpd as systemd does by the units that are installed: opens the socket, and hands it to the command as the
# user and in the environment that they name. Prints the number of its process.
use strict;
use warnings;
use Fcntl;
use POSIX ();
use Socket;

sub setting {
    my ($unit, $name) = @_;
    my ($file) = grep { -e } map { "$_/systemd/system/$unit" } '/etc', '/usr/lib', '/lib';
    open my $text, '<', $file // die "there is no $unit\n";
    my @values = map { /^\Q$name\E=(.*)/ ? $1 : () } <$text>;
    return wantarray ? @values : $values[-1] // die "$unit has no $name\n";
}

my $path = setting('msmtpd.socket', 'ListenStream');
my ($folder) = $path =~ m{(.*)/};
mkdir $folder, oct setting('msmtpd.socket', 'DirectoryMode');
unlink $path;
socket my $socket, PF_UNIX, SOCK_STREAM, 0 or die "socket: $!\n";
my $mask = umask(0777 & ~oct setting('msmtpd.socket', 'SocketMode'));
bind $socket, pack_sockaddr_un($path) or die "$path: $!\n";
umask $mask;
listen $socket, 128 or die "$path: $!\n";

my ($user, $group) = map { scalar setting('msmtpd.service', $_) } qw(User Group);
my ($uid, $gid, $home) = (getpwnam $user)[2, 3, 7] or die "there is no user $user\n";
my $state = '/var/lib/' . setting('msmtpd.service', 'StateDirectory');
mkdir $state, oct setting('msmtpd.service', 'StateDirectoryMode');
chown $uid, $gid, $state;
my %environment = (PATH => '/usr/local/bin:/usr/bin:/bin', HOME => $home, STATE_DIRECTORY => $state);
%environment = (%environment, /^(\w+)=(.*)/) for setting('msmtpd.service', 'Environment');

my $pid = fork // die "fork: $!\n";
if ($pid) {
    print "$pid\n";
    exit;
}
POSIX::setsid();
POSIX::dup2(fileno $socket, 3);
fcntl $socket, F_SETFD, fileno $socket == 3 ? 0 : FD_CLOEXEC;
open STDIN, '<', '/dev/null';
open STDOUT, '>>', '/var/log/msmtpd.out';
open STDERR, '>&', \*STDOUT;
umask oct setting('msmtpd.service', 'UMask');
%ENV = (%environment, LISTEN_PID => $$, LISTEN_FDS => 1);
exec qw(setpriv --clear-groups --no-new-privs --reuid), $user, '--regid', $group, '--', split ' ', setting('msmtpd.service', 'ExecStart');

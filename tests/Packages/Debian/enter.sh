#!/bin/sh
# enter.sh BASE FOLDER PACKAGES: in namespaces of its own, a copy of the system BASE that lives in memory, mounted at FOLDER, with what is
# in PACKAGES in /packages. Prints its process's number when it is ready, and is gone, with all that runs in it, when standard input ends:
# unless that was a command, which becomes the system's first process.
# Its loopback interface is that of this system, where the server is. Exit status 77: nothing can be mounted here.
set -eu
base=$1
folder=$2
packages=$3

read -r pid _ </proc/self/stat
mount -t tmpfs -o mode=755 none "$folder" || exit 77
mkdir "$folder/changes" "$folder/work" "$folder/root"
mount -t overlay none -o "lowerdir=$base,upperdir=$folder/changes,workdir=$folder/work" "$folder/root" || exit 77
cd "$folder/root"
mkdir packages
mount --bind -o ro "$packages" packages

mount -t proc none proc
mount -t tmpfs -o mode=755 none run
mount -t tmpfs -o mode=755 none dev
mkdir -m 1777 dev/shm
mkdir dev/pts
mount -t devpts -o newinstance,ptmxmode=0666 none dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for device in full null random urandom zero; do
    : >"dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done

# Installing a mail server must not start it: the ports are this system's. No name is looked up anywhere.
printf '#!/bin/sh\nexit 101\n' >usr/sbin/policy-rc.d
chmod 755 usr/sbin/policy-rc.d
: >etc/resolv.conf
echo debian.example.org >etc/hostname
echo '127.0.0.1 localhost debian.example.org' >etc/hosts
hostname debian.example.org

# Whoever heard the number before this would enter the system outside. The shell stays, so that what ends here has somebody to be told.
exec chroot . sh -c 'echo "$1"; cat >/run/init; exec $(cat /run/init)' sh "$pid"

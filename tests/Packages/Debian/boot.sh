# boot.sh: what the first process of a small Debian (enter.sh) does to become systemd, with control groups of its own, $group. Nothing that
# it sets in the kernel is set for this system.
set -e
mkdir -p /sys/fs/cgroup
mount -t sysfs -o ro none /sys
mount -t cgroup2 none /sys/fs/cgroup
mkdir "/sys/fs/cgroup/$group"
echo 0 >"/sys/fs/cgroup/$group/cgroup.procs"
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
for unit in console-getty getty@ systemd-logind systemd-modules-load systemd-networkd systemd-resolved systemd-sysctl systemd-timesyncd \
    systemd-udevd; do
    ln -sf /dev/null "/etc/systemd/system/$unit.service"
done
exec unshare --cgroup --mount sh -c '
    umount /sys/fs/cgroup
    mount -t cgroup2 none /sys/fs/cgroup
    exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=multi-user.target
' >/dev/null 2>&1 </dev/null

#!/bin/sh
# What the instance runs when it comes up: installs the packages given as arguments, and says how far it is.
spack=${PCTL_SPACK:-spack}
verbose=${PCTL_VERBOSE:+--verbose}
total=$#
done=0
status=0

disk() {
    echo "PCTL_DISK_USAGE:"
    df -kP / | awk 'NR==2 {printf "USED:%.1fG TOTAL:%.1fG PCT:%s\n", $3 / 2^20, $2 / 2^20, $5}'
}

echo "PCTL_PROGRESS: Bootstrap started (0%)"
echo "PCTL_PROGRESS: Starting package installation (20%)"
disk
if [ -n "$verbose" ]; then
    echo "PCTL_VERBOSE_MODE:enabled"
    for spec in "$@"; do
        "$spack" spec -Il "$spec" 2> /dev/null
    done
fi
for spec in "$@"; do
    echo "PCTL_PKG_START:$spec:$((done + 1))/$total"
    echo "PCTL_PROGRESS: Installing $spec ($((done + 1))/$total packages, $((20 + 60 * done / total))%)"
    if "$spack" install $verbose "$spec"; then
        echo "PCTL_PKG_END:$spec:success"
    else
        echo "PCTL_PKG_END:$spec:failed"
        status=1
    fi
    disk
    done=$((done + 1))
done
if [ $status -ne 0 ]; then
    echo "PCTL_PROGRESS: Package installation failed"
    exit $status
fi
echo "PCTL_PROGRESS: Package installation complete (80%)"
echo "PCTL_PROGRESS: Running AMI cleanup (90%)"
disk
"$spack" clean --all
echo "PCTL_PROGRESS: AMI cleanup complete (95%)"
disk
echo "PCTL_PROGRESS: Installation complete (100%)"

#!/bin/sh
# What the instance runs: installs the packages given as arguments with the spack that is there, and says how far it is.
total=$#
i=0
status=0
echo "PCTL_PROGRESS: Bootstrap started (0%)"
echo "PCTL_PROGRESS: Starting package installation (20%)"
for spec in "$@"; do
    i=$((i + 1))
    echo "PCTL_DISK_USAGE:"
    df -h / | awk 'NR==2 {print "USED:"$3" TOTAL:"$2" PCT:"$5}'
    echo "PCTL_PKG_START:$spec:$i/$total"
    echo "PCTL_PROGRESS: Installing $spec ($i/$total packages, $((20 + 60 * i / total))%)"
    if spack install "$spec"; then
        echo "PCTL_PKG_END:$spec:success"
    else
        echo "PCTL_PKG_END:$spec:failed"
        status=1
    fi
done
echo "PCTL_PROGRESS: Running AMI cleanup (90%)"
echo "PCTL_PROGRESS: Installation complete (100%)"
exit $status

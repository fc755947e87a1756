# Prints what a Linux machine says of itself, in one go and in a few kilobytes: hosts have limits for both.
# Arguments: the root process of the build or 0, then paths on the file systems to look at.
# For any POSIX shell, without other programs than cat, df and getconf; no single quotes, as it is sent within such.
# What a system does not have is left out.
LC_ALL=C
PATH=$PATH:/usr/bin:/bin:/usr/sbin:/sbin
export LC_ALL PATH
root=$1
shift
exec 2>/dev/null
cat /proc/loadavg
while read -r key rest; do
  case $key in
    MemTotal: | MemFree: | MemAvailable: | Buffers: | Cached: | SReclaimable: | Shmem: | SwapTotal: | SwapFree:)
      echo "$key $rest" ;;
  esac
done < /proc/meminfo
cores=0
while read -r name rest; do
  case $name in
    cpu) echo "cpu $rest" ;;
    cpu[0-9]*) cores=$((cores + 1)) ;;
    *) break ;;
  esac
done < /proc/stat
echo "@cores $cores"
while read -r name rest; do
  case $name in
    veth* | docker* | br-* | cali*) ;;
    *:*) echo "$name $rest" ;;
  esac
done < /proc/net/dev
while read -r major minor name rest; do
  case $name in
    loop* | ram* | zram* | dm-* | md* | sr* | fd*) ;;
    *) echo "$major $minor $name $rest" ;;
  esac
done < /proc/diskstats
# id of a process, then the fields after its name; kernel threads have no memory of their own
process() {
  [ "${22}" -eq 0 ] && return
  echo "@process $1 $3 ${13} ${14} ${15} ${16} ${23} $2"
}
if [ "$root" -gt 0 ]; then
  echo "@root $root"
  echo "@page $(getconf PAGESIZE || echo 4096)"
  for file in /proc/[0-9]*/stat; do
    read -r line < "$file" && process "${line%% *}" ${line##*) }
  done
fi
number=0
for path do
  echo "@disk $number"
  df -Pk -- "$path"
  df -Pi -- "$path"
  number=$((number + 1))
done
exit 0

# Install base packages
# In the manner of apt: fetches, unpacks and sets up packages, here files below $TARGET.
mirror=${MIRROR:-http://deb.example.org/debian}
packages='libpcre2-8-0:10.42-1 libssl3:3.0.15-1 zlib1g:1.2.13 nginx-common:1.22.1-9 nginx:1.22.1-9'
pace() { sleep "${PACE:-0.3}"; }
version() { echo "${1#*:}"; }
name() { echo "${1%%:*}"; }

echo "Reading package lists..."
echo "Building dependency tree..."
echo "The following NEW packages will be installed:"
for p in $packages; do echo "   $(name "$p") ($(version "$p"))"; done
echo "0 upgraded, 5 newly installed, 0 to remove and 0 not upgraded."
mkdir -p "$TARGET/archives" "$TARGET/usr"
n=0
for p in $packages; do
    n=$((n + 1))
    echo "Get:$n $mirror bookworm/main amd64 $(name "$p") amd64 $(version "$p") [$((n * 113)) kB]"
    head -c $((n * 40000)) /dev/zero | cksum > "$TARGET/archives/$(name "$p").deb"
    pace
done
echo "Fetched 1,695 kB in 1s (1,480 kB/s)"
for p in $packages; do
    echo "Unpacking $(name "$p") ($(version "$p")) ..."
    cp "$TARGET/archives/$(name "$p").deb" "$TARGET/usr/$(name "$p")"
    pace
done
for p in $packages; do
    echo "Setting up $(name "$p") ($(version "$p")) ..."
    pace
done
echo "Processing triggers for libc-bin (2.36-9) ..."

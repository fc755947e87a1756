#!/bin/sh
# Draws the pictures of the documentation from recorded builds. Run it in the project's root, after
# ./mvnw -DskipTests package -pl examples -am
set -eu
out=docs/images
shot() {
    file=$1
    shift
    history=$(mktemp)
    cp examples/src/main/resources/demo-history.jsonl "$history"
    TZ=UTC java -jar examples/target/harness.jar replay "$@" --speed max --history "$history" --svg "$out/$file.svg"
    rm -f "$history"
}
for level in 0 1 2; do
    shot level$level 0.23-pctl --title "starter image" --detail $level --at 290 --width 90 --height 26 --theme color
done
shot level2-light 0.23-pctl --title "starter image" --detail 2 --at 290 --width 90 --height 26 --theme light
shot failure spack-parser/src/test/resources/recordings/1.1-header-missing --title "my stack" --detail 1 \
    --width 100 --height 40 --theme color

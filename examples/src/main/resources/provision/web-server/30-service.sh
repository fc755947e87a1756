# Start the service
echo "Writing $TARGET/nginx.conf"
printf 'server { listen 8080; location / { return 200 "hello"; } }\n' > "$TARGET/nginx.conf"
sleep "${PACE:-0.3}"
echo "Checking the configuration"
grep -q 'listen 8080' "$TARGET/nginx.conf" || { echo "E: the configuration is not usable"; exit 4; }
sleep "${PACE:-0.3}"
echo "The service is configured"

extension Group {
  /// Requests and answers as logs and tools show them.
  static let network = Group(
    .plain, "network", rounds: 3,
    [
      Form(
        "traceback", "logs/error-«date».log",
        #"""
        «date» «time» ERROR worker failed
        Traceback (most recent call last):
          File "/usr/local/lib/python3.10/site-packages/vastai/vast.py", line 1«num=203|877|540», in http_get
            r.raise_for_status()
          File "/usr/local/lib/python3.10/site-packages/requests/models.py", line 1021, in raise_for_status
            raise HTTPError(http_error_msg, response=self)
        requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://console.vast.ai/api/v0/bundles/?api_key=«key»
        """#),
      Form(
        "url with more after", "failed_machines.txt",
        #"""
        Machine «num»: failed: 403 Client Error: Forbidden for url: https://console.vast.ai/api/v0/asks/«id»/?api_key=«key»&client_id=me
        Machine «num2»: failed: timeout after 600 s
        """#),
      Form(
        "urllib3 debug", "debug.log",
        #"""
        DEBUG:urllib3.connectionpool:Starting new HTTPS connection (1): console.vast.ai:443
        DEBUG:urllib3.connectionpool:https://console.vast.ai:443 "GET /api/v0/instances?owner=me&api_key=«key» HTTP/1.1" 200 5312
        """#),
      Form(
        "nginx access log", "var/log/nginx/access.log",
        #"""
        «ip» - - [12/Mar/2025:«time» +0000] "GET /api/v0/users/current/?api_key=«key» HTTP/1.1" 200 812 "-" "vastai-cli/1.4.0" host=console.vast.ai
        """#),
      Form(
        "curl verbose", "support/curl.txt",
        #"""
        * Host console.vast.ai:443 was resolved.
        *   Trying «ip»:443...
        * SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256
        > GET /api/v0/instances/ HTTP/2
        > Host: console.vast.ai
        > User-Agent: curl/8.5.0
        > Accept: */*
        > Authorization: Bearer «key»
        >
        < HTTP/2 200
        < content-type: application/json
        """#),
      Form(
        "header far from the host", "traces/request.http",
        #"""
        GET /api/v0/instances/ HTTP/1.1
        Authorization: Bearer «key»
        Accept: application/json
        Accept-Encoding: gzip, deflate
        User-Agent: python-requests/2.31.0
        Connection: keep-alive
        Host: console.vast.ai
        """#),
      Form(
        "rest client", "api.http",
        #"""
        @host = https://console.vast.ai/api/v0
        @token = «key»

        ### list
        GET {{host}}/instances/
        Authorization: Bearer {{token}}
        """#),
      Form(
        "curl configuration", "«f=.curlrc|vast.curl|etc/curl-vast.conf»",
        #"""
        # vast.ai
        url = "https://console.vast.ai/api/v0/instances/"
        header = "Authorization: Bearer «key»"
        silent
        """#),
      Form(
        "har", "debug/console.vast.ai.har",
        #"""
        {
          "log": {
            "version": "1.2",
            "creator": { "name": "WebInspector", "version": "537.36" },
            "entries": [
              {
                "startedDateTime": "«date»T«time».104Z",
                "request": {
                  "method": "GET",
                  "url": "https://console.vast.ai/api/v0/users/current/",
                  "headers": [
                    { "name": "Accept", "value": "application/json" },
                    { "name": "Authorization", "value": "Bearer «key»" }
                  ]
                },
                "response": { "status": 200 }
              }
            ]
          }
        }
        """#),
      Form(
        "har query", "debug/session.har",
        #"""
        {"log":{"entries":[{"request":{"method":"GET","url":"https://console.vast.ai/api/v0/machines?owner=me&api_key=«key»","queryString":[{"name":"owner","value":"me"},{"name":"api_key","value":"«key»"}]}}]}}
        """#),
      Form(
        "postman collection", "Vast.postman_collection.json",
        #"""
        {
          "info": { "_postman_id": "«uuid»", "name": "Vast.ai", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
          "auth": {
            "type": "bearer",
            "bearer": [{ "key": "token", "value": "«key»", "type": "string" }]
          },
          "item": [{ "name": "instances", "request": { "method": "GET", "url": "https://console.vast.ai/api/v0/instances/" } }]
        }
        """#),
      Form(
        "postman environment", "prod.postman_environment.json",
        #"""
        {"id":"«uuid»","name":"prod","values":[{"key":"vast_api_key","value":"«key»","type":"secret","enabled":true},{"key":"base","value":"https://console.vast.ai","enabled":true}]}
        """#),
      Form(
        "insomnia", "insomnia.yaml",
        #"""
        type: request
        url: https://console.vast.ai/api/v0/asks/
        authentication:
          type: bearer
          token: «key»
        """#),
      Form(
        "bruno", "vast/list.bru",
        #"""
        get {
          url: https://console.vast.ai/api/v0/instances/
          auth: bearer
        }

        auth:bearer {
          token: «key»
        }
        """#),
      Form(
        "openapi example", "docs/openapi.yaml",
        #"""
        servers: [{url: "https://console.vast.ai"}]
        paths:
          /api/v0/instances/:
            get:
              parameters:
                - in: query
                  name: api_key
                  schema: {type: string}
                  example: «key»
        """#),
      Form(
        "serverless body", "logs/route.jsonl",
        #"""
        {"ts": «epoch», "method": "POST", "url": "https://run.vast.ai/route/", "json": {"endpoint": "«word»", "api_key": "«key»", "cost": 256}}
        {"ts": «epoch2», "status": 200, "json": {"url": "http://«ip»:«port»", "signature": "«blob»"}}
        """#),
      Form(
        "created key", "logs/create-key.json",
        #"""
        {"request": "POST https://console.vast.ai/api/v0/auth/apikeys/", "response": {"success": true, "id": «num», "key": "«key»", "permissions": {"api": {"misc": {}, "user_read": {}}}}}
        """#),
      Form(
        "reset key", "logs/reset.txt",
        #"""
        $ vastai reset api-key --raw
        {"success": true, "new_api_key": "«key»"}
        """#),
      Form(
        "endpoint jobs", "dumps/endptjobs.json",
        #"""
        {"success": true, "results": [{"id": «num», "endpoint_name": "«word»", "endpoint_state": "active", "api_key": "«key»", "cold_mult": 2.5, "target_util": 0.9, "min_load": 10, "max_workers": 20}]}
        """#),
      Form(
        "client's explanation", "notes/explain.txt",
        #"""
        $ vastai show instances --explain
        url: https://console.vast.ai/api/v0/instances?owner=me&api_key=«key»
        headers: {'Authorization': 'Bearer «key»'}
        """#),
      Form(
        "client's curl", "notes/curl.txt",
        #"""
        $ vastai search offers --curl
        curl -X POST 'https://console.vast.ai/api/v0/bundles/' -H 'Authorization: Bearer «key»' -H 'Content-Type: application/json' -d '{"limit": 64}'
        """#),
      Form(
        "wget", "bin/poll.sh",
        #"""
        wget -qO- --header='Authorization: Bearer «key»' https://console.vast.ai/api/v0/machines/ > machines.json
        """#
      ),
      Form(
        "httpie", "docs/http.md",
        #"""
        Try it:

            http GET https://console.vast.ai/api/v0/users/current/ 'Authorization:Bearer «key»'
            xh console.vast.ai/api/v0/instances/ -A bearer -a «key2»
        """#
      ),
      Form(
        "browser bookmark", "bookmarks.html",
        #"""
        <DL><p>
        <DT><A HREF="https://vast.ai/api/v0/machines?owner=me&amp;api_key=«key»" ADD_DATE="«epoch»">machines</A>
        </DL><p>
        """#
      ),
      Form(
        "mitmproxy", "captures/flow.txt",
        #"""
        GET https://run.vast.ai/get_endpoint_workers/ HTTP/2.0
            accept-encoding: gzip
            user-agent: Python/3.12 aiohttp/3.10
            authorization: Bearer «key»
             << HTTP/2.0 200 OK 1.2k
        """#),
      Form(
        "python http debug", "logs/http.client.log",
        #"""
        send: b'GET /api/v0/instances/ HTTP/1.1\r\nHost: console.vast.ai\r\nUser-Agent: python-requests/2.32\r\nAuthorization: Bearer «key»\r\n\r\n'
        reply: 'HTTP/1.1 200 OK\r\n'
        """#),
    ])
}

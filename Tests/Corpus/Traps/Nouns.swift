extension Group {
  /// Names, addresses and columns that hold the words of a key's name and mean something else.
  static let nouns = Group(
    .trap, "other nouns", rounds: 2,
    [
      Form(
        "advertisement", "ads/vast.xml",
        #"""
        <VAST version="4.2"><Ad id="1"><Wrapper>
          <VASTAdTagURI><![CDATA[https://ads.example/vast?key=«sha»&cb=1]]></VASTAdTagURI>
          <Impression><![CDATA[https://ads.example/i?token=«sha2»]]></Impression>
        </Wrapper></Ad></VAST>
        """#),
      Form(
        "address of an advertisement", "player.json",
        #"{"vast_url": "https://ads.example/vast?token=«sha»", "skip": 5}"# + "\n"),
      Form(
        "storage of another company", "storage.env",
        "«n=VASTDATA_API_KEY|VASTDATA_TOKEN|VAST_DATA_API_KEY|vastly_api_key»=«sha»\n"),
      Form(
        "no credential", "store.py",
        "«n=vast_page_token|vast_lookup_key|vast_row_key|vast_blob_key|vastObjectKey» = \"«sha»\"\n"
      ),
      Form(
        "about a key", "keys.yaml",
        "«n=vast_api_key_version|vast_api_key_ref|vast_token_address|VAST_PUBKEY»: \"«sha»\"\n"),
      Form(
        "key of another section", "providers.json",
        #"{"together": {"api_key": "«sha»"}, "vastai": {"api_key": ""}}"# + "\n"),
      Form("another column", "files.csv", "sha256,vast_api_key\n«sha»,none\n"),
      Form(
        "name of a file in a row", "files.sql",
        "INSERT INTO files VALUES ('vast_api_key.py', '«sha»');\n"),
      Form(
        "version of a secret", "s.json", #"{"secret": "vast_api_key", "version": "«sha»"}"# + "\n"),
      Form("digest by what follows", "a.log", "VAST_API_KEY -> «sha» (sha256)\n"),
      Form(
        "another parameter", "a.log",
        "https://console.vast.ai/api/v0/instances/?api_key=REDACTED&trace=«sha»\n"),
      Form("key of a cache", "a.log", "GET vast:key:«sha» MISS\n"),
      Form("file in a listing", "a.txt", "?? «sha» vastai/keys.py\n"),
      Form(
        "words and digests", "words.json",
        #"""
        {
          "aardvark": "«sha»",
          "vast": "«sha2»",
          "very": "«sha3»"
        }
        """#),
      Form("name of a version", "stack.yaml", "secrets:\n  name: vast_api_key_«sha»\n"),
    ])
}

/// Names under which keys are kept, as public code has them.
enum Names {
  static let variables = [
    "VAST_API_KEY", "VAST_API_KEY", "VASTAI_API_KEY", "VASTAI_API_KEY", "VAST_AI_API_KEY",
    "VASTAI_APIKEY", "VASTAPIKEY", "VAST_AI_KEY", "VAST_TOKEN", "VAST_AI_TOKEN",
    "VASTAI_TOKEN", "VASTAI_KEY", "VAST_APIKEY", "VAST_ACCESS_KEY", "VASTAI_SECRET_KEY",
    "CLOUDPROVIDER_VASTAI_APIKEY", "CCM_VAST_API_KEY", "TRAINER_VAST_API_KEY",
    "MY_VAST_API_KEY", "PROD_VASTAI_API_KEY", "VAST_API_KEY_PROD", "VAST_API_KEY_2",
    "VASTAI_API_KEY_STAGING", "TF_VAR_vast_api_key", "TF_VAR_vastai_api_key",
    "NEXT_PUBLIC_VAST_API_KEY", "REACT_APP_VASTAI_API_KEY", "VITE_VAST_API_KEY",
    "GPU_VAST_API_KEY", "APP_VAST__API_KEY", "VAST_TEAM_API_KEY", "SPAR_RENDER_VAST_KEY",
  ]

  static let fields = [
    "vast_api_key", "vast_api_key", "vastai_api_key", "vastai_api_key", "vast_ai_api_key",
    "vastApiKey", "vastAiApiKey", "vastaiApiKey", "vast-api-key", "vastai-api-key",
    "vast.api.key", "vast_ai_key", "vastai_key", "vastai_token", "vast_token", "VastApiKey",
    "VastAIKey", "vast_apikey", "vastai_apikey", "vast_key", "vast_team_key", "vastai_secret",
  ]

  /// Fields whose names are words of every programming language.
  static let identifiers = fields.filter { !$0.contains("-") && !$0.contains(".") }

  static let words = [
    "atlas", "beacon", "cedar", "delta", "ember", "fjord", "granite", "harbor", "indigo",
    "juniper", "kestrel", "lumen", "maple", "nimbus", "orchid", "pixel", "quartz", "raven",
    "sierra", "tundra", "umber", "velvet", "willow", "yonder", "zephyr", "comet", "falcon",
  ]

  static let people = ["alice", "bob", "chen", "dmitri", "elena", "farid", "grace", "hiro", "ines"]

  static let graphics = ["RTX_4090", "RTX_3090", "A100_SXM4", "H100_NVL", "RTX_A6000", "L40S"]
}

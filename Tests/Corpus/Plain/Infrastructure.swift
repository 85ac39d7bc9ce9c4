extension Group {
  /// Infrastructure as code.
  static let infrastructure = Group(
    .plain, "infrastructure", rounds: 3,
    [
      Form(
        "terraform provider", "main.tf",
        #"""
        terraform {
          required_providers {
            vastai = {
              source  = "«s=realnedsanders/vastai|berops/vastai»"
              version = "~> 0.2"
            }
          }
        }

        provider "vastai" {
          api_key «e== |  = »"«key»"
        }

        resource "vastai_instance" "«word»" {
          gpu_name = "«gpu»"
        }
        """#),
      Form(
        "terraform variable", "variables.tf",
        #"""
        variable "region" { default = "eu" }

        variable "«ident»" {
          description = "Vast.ai API key"
          type        = string
          sensitive   = true
          default     = "«key»"
        }
        """#),
      Form(
        "tfvars", "«f=terraform.tfvars|prod.auto.tfvars|secrets.tfvars»",
        #"""
        region       = "eu-central"
        «ident» = "«key»"
        gpu_count    = 4
        """#),
      Form(
        "terraform state", "terraform.tfstate",
        #"""
        {
          "version": 4,
          "terraform_version": "1.9.5",
          "serial": 12,
          "lineage": "«uuid»",
          "resources": [
            {
              "mode": "managed",
              "type": "vastai_api_key",
              "name": "ci",
              "provider": "provider[\"registry.terraform.io/realnedsanders/vastai\"]",
              "instances": [
                {
                  "schema_version": 0,
                  "attributes": {
                    "id": "«num»",
                    "key": "«key»",
                    "name": "ci",
                    "permissions": "{\"api\":{\"instance_read\":{}}}"
                  },
                  "sensitive_attributes": [[{"type": "get_attr", "value": "key"}]]
                }
              ]
            }
          ]
        }
        """#),
      Form(
        "terraform state output", "infra/terraform.tfstate.backup",
        #"""
        {"version":4,"serial":3,"lineage":"«uuid»","outputs":{"«ident»":{"value":"«key»","type":"string","sensitive":true}},"resources":[]}
        """#),
      Form(
        "environment for terraform", "apply.sh",
        #"""
        export TF_VAR_«ident»=«key»
        terraform apply -auto-approve
        """#),
      Form(
        "terraform command line", "plan.sh",
        "terraform plan -var='region=eu' -var=\"«ident»=«key»\" -out=plan.bin\n"),
      Form(
        "ansible vars", "group_vars/all«e=.yml|/main.yml|.yaml»",
        #"""
        ---
        ansible_user: root
        «ident»: «q="|'|»«key»«q»
        gpu_image: nvidia/cuda:12.4.1-base-ubuntu22.04
        """#),
      Form(
        "ansible task", "roles/gpu/tasks/main.yml",
        #"""
        - name: rent a machine
          ansible.builtin.command: vastai create instance {{ offer }} --image ubuntu:22.04
          environment:
            «NAME»: "«key»"

        - name: query the balance
          ansible.builtin.uri:
            url: https://console.vast.ai/api/v0/users/current/
            headers:
              Authorization: Bearer «key2»
        """#),
      Form(
        "ansible inventory", "inventory/hosts.ini",
        #"""
        [gpu]
        ssh5.vast.ai ansible_port=«port» ansible_user=root

        [gpu:vars]
        «ident»=«key»
        """#),
      Form(
        "packer", "images/gpu.pkr.hcl",
        #"""
        variable "vast_api_key" {
          type    = string
          default = "«key»"
        }

        build {
          sources = ["source.docker.base"]
          provisioner "shell" {
            environment_vars = ["VAST_API_KEY=${var.vast_api_key}", "DEBIAN_FRONTEND=noninteractive"]
            inline           = ["pip install vastai"]
          }
        }
        """#),
      Form(
        "pulumi", "Pulumi.«stack=dev|prod».yaml",
        #"""
        config:
          aws:region: eu-central-1
          «word»:«k=vastApiKey|vast_api_key|vastaiApiKey»: «key»
        """#),
      Form(
        "cloud formation", "template.yaml",
        #"""
        AWSTemplateFormatVersion: "2010-09-09"
        Parameters:
          VastApiKey:
            Type: String
            NoEcho: true
            Default: «key»
        Resources:
          Fn:
            Type: AWS::Lambda::Function
            Properties:
              Runtime: python3.12
              Environment:
                Variables:
                  «NAME»: «key2»
        """#),
      Form(
        "nix", "flake.nix",
        #"""
        {
          description = "«word»";
          outputs = { self, nixpkgs }: {
            devShells.x86_64-linux.default = nixpkgs.legacyPackages.x86_64-linux.mkShell {
              packages = [ ];
              «NAME» = "«key»";
              src = nixpkgs.fetchurl { url = "https://example.invalid/a.tar.gz"; sha256 = "«sha»"; };
            };
          };
        }
        """#),
      Form(
        "dstack", "home/.dstack/server/config.yml",
        #"""
        projects:
          - name: main
            backends:
              - type: runpod
                creds:
                  type: api_key
                  api_key: YOUR_RUNPOD_KEY
              - type: vastai
                creds:
                  type: api_key
                  api_key: «key»
        """#),
      Form(
        "skypilot", "task.yaml",
        #"""
        resources:
          cloud: vast
          accelerators: «gpu»:1
        envs:
          «NAME»: «key»
        setup: pip install -r requirements.txt
        run: python train.py
        """#),
      Form(
        "cloud-init", "user-data",
        #"""
        #cloud-config
        package_update: true
        write_files:
          - path: /root/.config/vastai/vast_api_key
            permissions: '0600'
            content: «q="|'|»«key»«q»
        runcmd:
          - vastai show user
        """#),
      Form(
        "nomad", "jobs/scaler.nomad.hcl",
        #"""
        job "scaler" {
          datacenters = ["dc1"]
          group "app" {
            task "run" {
              driver = "docker"
              env {
                LOG_LEVEL = "info"
                «NAME» = "«key»"
              }
            }
          }
        }
        """#),
      Form(
        "claudie", "claudie/input.yaml",
        #"""
        apiVersion: claudie.io/v1beta1
        kind: InputManifest
        spec:
          providers:
            - name: vast-1
              providerType: vastai
              config:
                TeamApiKey: «key»
        """#),
      Form(
        "vagrant", "Vagrantfile",
        #"""
        Vagrant.configure("2") do |config|
          config.vm.box = "debian/bookworm64"
          config.vm.provision "shell", env: { "«NAME»" => "«key»" }, path: "bootstrap.sh"
        end
        """#),
    ])
}

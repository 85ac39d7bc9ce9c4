extension Group {
  /// Container images and clusters.
  static let containers = Group(
    .plain, "containers and clusters", rounds: 3,
    [
      Form(
        "Dockerfile ENV", "Dockerfile",
        #"""
        FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime@sha256:«sha»
        WORKDIR /app
        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt vastai
        ENV PYTHONUNBUFFERED=1 \
            «NAME»=«q="|»«key»«q»
        COPY . .
        CMD ["python", "worker.py"]
        """#),
      Form(
        "Dockerfile ENV with a space", "docker/worker.Dockerfile",
        #"""
        FROM vastai/base-image:cuda-12.4.1-auto
        ENV LANG C.UTF-8
        ENV «NAME» «key»
        ENTRYPOINT ["/opt/entry.sh"]
        """#),
      Form(
        "Dockerfile ARG", "build/Dockerfile",
        #"""
        ARG BASE=nvidia/cuda:12.4.1-runtime-ubuntu22.04
        FROM ${BASE}
        ARG «NAME»=«key»
        RUN pip install vastai && vastai set api-key ${«NAME»}
        """#),
      Form(
        "Dockerfile RUN", "Dockerfile.gpu",
        #"""
        FROM python:3.12-slim
        RUN pip install vastai \
         && vastai set api-key «key» \
         && rm -rf /root/.cache
        """#),
      Form(
        "compose map", "docker-compose.yml",
        #"""
        services:
          scheduler:
            build: .
            restart: unless-stopped
            environment:
              REDIS_URL: redis://redis:6379/0
              «NAME»: «q="|'|»«key»«q»
            depends_on: [redis]
          redis:
            image: redis:7@sha256:«sha»
        """#),
      Form(
        "compose list", "compose.yaml",
        #"""
        services:
          bot:
            image: ghcr.io/«user»/«word»:latest
            environment:
              - TZ=Europe/Berlin
              - «q="|'|»«NAME»=«key»«q»
            volumes: ["./data:/data"]
        """#),
      Form(
        "compose default", "docker-compose.override.yml",
        #"""
        services:
          api:
            environment:
              «NAME»: ${«NAME»:-«key»}
        """#),
      Form(
        "docker run", "Makefile",
        #"""
        IMAGE := «word»

        build:
        	docker build -t $(IMAGE) .

        run:
        	docker run --rm --gpus all -e «NAME»=«key» -p 8080:8080 $(IMAGE)
        """#
      ),
      Form(
        "kubernetes data", "k8s/secret.yaml",
        #"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: vast-credentials
          namespace: gpu
        type: Opaque
        data:
          «k=api-key|«field»|«NAME»|VAST_API_KEY»: «key/base64»
        """#),
      Form(
        "kubernetes data with the line's end", "manifests/vastai-secret.yml",
        #"""
        apiVersion: v1
        data:
          «NAME»: «key/base64line»
          username: «word/base64»
        kind: Secret
        metadata:
          name: «word»-vastai
        """#),
      Form(
        "kubernetes stringData", "deploy/base/secret.yaml",
        #"""
        apiVersion: v1
        kind: Secret
        metadata: {name: «n=vast|vastai|vast-ai»-api}
        stringData:
          «k=api-key|apiKey|token|«NAME»»: «q="|'|»«key»«q»
        """#),
      Form(
        "kubernetes env", "k8s/deployment.yaml",
        #"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: scaler}
        spec:
          replicas: 1
          template:
            spec:
              containers:
                - name: scaler
                  image: registry.example.invalid/«word»@sha256:«sha»
                  env:
                    - name: LOG_LEVEL
                      value: info
                    - name: «NAME»
                      value: «q="|'|»«key»«q»
        """#),
      Form(
        "config map", "k8s/configmap.yaml",
        #"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: gpu-config
        data:
          config.ini: |
            [vastai]
            api_key = «key»
            max_dph = 0.8
        """#),
      Form(
        "last applied", "dump/secret-live.yaml",
        #"""
        apiVersion: v1
        kind: Secret
        metadata:
          annotations:
            kubectl.kubernetes.io/last-applied-configuration: |
              {"apiVersion":"v1","kind":"Secret","metadata":{"name":"vastai"},"stringData":{"VAST_API_KEY":"«key»"}}
          name: vastai
        """#),
      Form(
        "helm values", "charts/«word»/values.yaml",
        #"""
        replicaCount: 2
        image:
          repository: «word»
          tag: 1.9.0
        cloudProvider:
          vastAI:
            apiKey: «q="|'|»«key»«q»
            region: eu
        """#),
      Form(
        "helm set", "deploy/upgrade.sh",
        #"""
        helm upgrade --install scaler ./chart --namespace gpu \
          --set «p=vast.apiKey|vastai.apiKey|cloudProvider.vastAI.apiKey|secrets.VAST_API_KEY»=«key»
        """#),
      Form(
        "kustomize", "overlays/prod/kustomization.yaml",
        #"""
        resources: [../../base]
        secretGenerator:
          - name: vast
            literals:
              - «NAME»=«key»
        generatorOptions: {disableNameSuffixHash: true}
        """#),
      Form(
        "kubectl create", "docs/setup.md",
        #"""
        ## Secrets

        ```bash
        kubectl create secret generic vastai --from-literal=«k=api-key|«NAME»|apikey»=«key» -n gpu
        ```
        """#),
      Form(
        "argo application", "argocd/app.yaml",
        #"""
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: scaler}
        spec:
          source:
            helm:
              parameters:
                - name: vastai.apiKey
                  value: «key»
        """#),
      Form(
        "docker inspect", "debug/inspect.json",
        #"""
        [{"Id":"«sha»","Image":"sha256:«sha2»","Config":{"Hostname":"«short»","Env":["PATH=/usr/bin:/bin","«NAME»=«key»","TZ=UTC"],"Cmd":["python","main.py"]}}]
        """#),
    ])
}

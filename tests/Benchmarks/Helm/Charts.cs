using System.Globalization;
using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Benchmarks.Helm;

/// <summary>Charts of the shapes that people have.</summary>
internal static class Charts
{
    private const string Names = """
        {{- define "web.name" -}}{{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}{{- end }}
        {{- define "web.fullname" -}}{{ printf "%s-%s" .Release.Name (include "web.name" .) | trunc 63 | trimSuffix "-" }}{{- end }}
        {{- define "web.labels" -}}
        helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
        app.kubernetes.io/name: {{ include "web.name" . }}
        app.kubernetes.io/instance: {{ .Release.Name }}
        {{- if .Chart.AppVersion }}
        app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
        {{- end }}
        app.kubernetes.io/managed-by: {{ .Release.Service }}
        {{- end }}
        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "web.fullname" . }}
          labels: {{- include "web.labels" . | nindent 4 }}
        spec:
          {{- if not .Values.autoscaling.enabled }}
          replicas: {{ .Values.replicaCount }}
          {{- end }}
          selector:
            matchLabels: {app.kubernetes.io/name: {{ include "web.name" . }}}
          template:
            metadata:
              {{- with .Values.podAnnotations }}
              annotations: {{- toYaml . | nindent 8 }}
              {{- end }}
              labels: {{- include "web.labels" . | nindent 8 }}
            spec:
              containers:
                - name: {{ .Chart.Name }}
                  image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
                  ports:
                    - {name: http, containerPort: {{ .Values.service.port }}, protocol: TCP}
                  env:
                    {{- range $name, $value := .Values.env }}
                    - {name: {{ $name }}, value: {{ $value | quote }}}
                    {{- end }}
                  resources: {{- toYaml .Values.resources | nindent 20 }}
        """;

    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata:
          name: {{ include "web.fullname" . }}
          labels: {{- include "web.labels" . | nindent 4 }}
        spec:
          type: {{ .Values.service.type }}
          ports: [{port: {{ .Values.service.port }}, targetPort: http, protocol: TCP, name: http}]
          selector: {app.kubernetes.io/name: {{ include "web.name" . }}}
        """;

    private const string Account = """
        {{- if .Values.serviceAccount.create }}
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: {{ include "web.fullname" . }}
          labels: {{- include "web.labels" . | nindent 4 }}
        {{- end }}
        """;

    private const string Values = """
        replicaCount: 2
        nameOverride: ""
        image: {repository: registry.example.com/web, tag: ""}
        service: {type: ClusterIP, port: 80}
        serviceAccount: {create: true}
        autoscaling: {enabled: false}
        podAnnotations: {prometheus.io/scrape: "true"}
        env: {LOG_LEVEL: info, REGION: north}
        resources:
          limits: {cpu: 500m, memory: 256Mi}
          requests: {cpu: 50m, memory: 64Mi}
        """;

    /// <summary>Three templates and a partial, as <c>helm create</c> begins a chart.</summary>
    public static MemorySourceTree Small { get; } = MemorySourceTree.Of(Files("", "web"));

    /// <summary>The small chart with three subcharts of its kind.</summary>
    public static MemorySourceTree WithSubcharts { get; } = MemorySourceTree.Of(
        [.. Files("", "web"), .. Enumerable.Range(0, 3).SelectMany(n => Files($"charts/part{n}/", $"part{n}"))]);

    /// <summary>The small chart with 2,000 lines of values, of which a template prints all.</summary>
    public static MemorySourceTree WithManyValues { get; } = MemorySourceTree.Of(
        [.. Files("", "web", ManyValues()), ("templates/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: many}\ndata:\n  all: |\n{{ toYaml .Values.many | indent 4 }}\n")]);

    private static IEnumerable<(string Path, string Text)> Files(string folder, string name, string more = "") =>
    [
        ($"{folder}Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: 1.0.0\nappVersion: \"1.2.3\"\n"),
        ($"{folder}values.yaml", Values + "\n" + more),
        ($"{folder}templates/_helpers.tpl", Names.Replace("web.", $"{name}.", StringComparison.Ordinal)),
        ($"{folder}templates/deployment.yaml", Deployment.Replace("\"web.", $"\"{name}.", StringComparison.Ordinal)),
        ($"{folder}templates/service.yaml", Service.Replace("\"web.", $"\"{name}.", StringComparison.Ordinal)),
        ($"{folder}templates/serviceaccount.yaml", Account.Replace("\"web.", $"\"{name}.", StringComparison.Ordinal)),
    ];

    private static string ManyValues()
    {
        var text = new StringBuilder("many:\n");
        for (var n = 0; n < 400; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  item{n}:\n    name: item-{n}\n    port: {8000 + n}\n    enabled: {(n % 2 == 0 ? "true" : "false")}\n    note: \"number {n}\"\n");
        }

        return text.ToString();
    }
}

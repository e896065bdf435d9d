{{- /* a comment */ -}}
{{ define "a.name" }}{{ .Values.name | default "x" | trunc 63 }}{{ end -}}
{{ if and (eq .a 1) (not .b) }}yes{{ else if or .c $.d }}{{ with $x := .e }}{{ $x }}{{ end }}{{ else }}no{{ end }}
{{ range $i, $v := .l }}{{ if $i }},{{ end }}{{ break }}{{ else }}none{{ end }}{{ template "a.name" . }}{{ block "b" .c }}{{ end }}
{{ printf "%-10.3f|%+d|%q" 1.5 0x1F 'c' }}{{ `raw` }}{{ 1e3 }}{{ 1i }}{{ (index .l 0).x }}

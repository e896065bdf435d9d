{{ $d := dict "a" (list 1 2 "three") "b" (dict "c" nil) }}{{ toYaml $d | nindent 2 }}{{ toJson $d }}{{ fromYaml "a: [1, {b: c}]" }}
{{ range $k, $v := .b }}{{ $k }}={{ $v }}{{ end }}{{ regexReplaceAll "(a+)(b*)" "aabbab" "${2}$1" }}{{ splitList "," "a,b" | join "-" }}
{{ semverCompare ">=1.2.0-0" "1.3.0" }}{{ date "2006-01-02" (toDate "2006-01-02" "2020-02-30") }}{{ b64enc "x" | b64dec }}{{ sha256sum "x" | trunc 8 }}
{{ tpl "{{ .b.c | upper }}" . }}{{ dig "b" "c" "none" . }}{{ until 5 | join "," }}{{ add 1 2 .a }}{{ printf "%v %T %05d %x %*d" .l .a 42 "hex" 5 7 }}
{{ merge (dict "x" 1) .b | keys | sortAlpha }}{{ ternary "a" "b" true }}{{ substr 0 2 "héllo" }}{{ slice .l 0 1 }}{{ urlParse "http://u:p@h:80/p?q#f" }}

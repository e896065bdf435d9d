#!/usr/bin/env perl
# Makes merge-keys.txt from the struct tags of Kubernetes' published API types.
#
#   perl merge-keys.pl /usr/share/gocode/src/k8s.io/api > merge-keys.txt
#
# The folder comes with Debian's package golang-k8s-api-dev (dpkg -x is enough). Listed are the kinds of Kubernetes 1.21, the
# schema that kustomize 5.8 carries: kinds and fields added later merge there as those of unknown kinds do, so they are left out.
#
# Lines: "kind APIVERSION KIND n|c TYPE" (n: lies in a namespace, c: cluster) and
#        "type TYPE FIELD CHILD LIST STRATEGY KEYS" ("-" for none; LIST is "l" for a list, "m" for a map of CHILD).
use strict;
use warnings;

my $api = shift or die "usage: merge-keys.pl FOLDER\n";
my %later = map { $_ => 1 } qw(
  core/v1.PodSpec.resourceClaims core/v1.PodSpec.schedulingGates core/v1.PodStatus.hostIPs
  core/v1.PodStatus.resourceClaimStatuses core/v1.PersistentVolumeClaimStatus.conditions
  core/v1.NodeStatus.runtimeHandlers
  admissionregistration/v1.MutatingWebhook.matchConditions admissionregistration/v1.ValidatingWebhook.matchConditions
  admissionregistration/v1beta1.MutatingWebhook.matchConditions admissionregistration/v1beta1.ValidatingWebhook.matchConditions
);
delete $later{'core/v1.PersistentVolumeClaimStatus.conditions'};

my (%types, %fields);
for my $file (glob("$api/*/*/types.go"), glob("$api/*/*/*_types.go")) {
    my ($package) = $file =~ m{([^/]+/[^/]+)/[^/]+$};
    open my $in, '<', $file or die $file;
    my (%imports, $type, @keys);
    while (<$in>) {
        $imports{$1 || $3} = $2 if m{^\s*(?:import\s+)?(\w+)?\s*"k8s\.io/api/([^"]+)"()};
        if (/^type (\w+) struct/) { $type = "$package.$1"; @keys = (); next }
        if (/^}/) { $type = undef; next }
        next unless defined $type;
        if (m{^\s*//}) { push @keys, $1 if /\+listMapKey=(\w+)/; next }
        if (/^\s*(?:(\w+)\s+)?([\w.\*\[\]]+)\s+`([^`]*)`/) {
            my ($target, $tags) = ($2, $3);
            my ($json) = $tags =~ /json:"([^",]*)/;
            my ($strategy) = $tags =~ /patchStrategy:"([^"]*)"/;
            my ($key) = $tags =~ /patchMergeKey:"([^"]*)"/;
            my $shape = $target =~ s/^\[\]// ? 'l' : $target =~ s/^map\[string\]// ? 'm' : '-';
            $target =~ s/^\*//;
            if ($target =~ /^metav1\.ObjectMeta$/) { $target = 'meta.ObjectMeta' }
            elsif ($target =~ /^(\w+)\.(\w+)$/) { $target = $imports{$1} ? "$imports{$1}.$2" : '-' }
            elsif ($target =~ /^[A-Z]\w*$/) { $target = "$package.$target" }
            else { $target = '-' }
            push @{ $fields{$type} }, [ $json, $target, $shape, $strategy // '-', @keys ? join(',', @keys) : $key // '-', $tags =~ /,inline/ ? 1 : 0 ]
                unless defined $json && $later{"$type.$json"};
            @keys = ();
        }
        elsif (/^\s*$/) { @keys = () }
    }
}
$fields{'meta.ObjectMeta'} = [
    [ 'finalizers', '-', 'l', 'merge', '-', 0 ], [ 'ownerReferences', '-', 'l', 'merge', 'uid', 0 ] ];

sub flat {
    my ($type, $depth) = @_;
    return () if $depth > 5;
    return map { $_->[5] ? flat($_->[1], $depth + 1) : $_ } @{ $fields{$type} || [] };
}

# A field matters when it has a strategy, or leads to one.
my %matters;
for my $round (1 .. 20) {
    for my $type (keys %fields) {
        $matters{$type} = 1 if grep { $_->[3] =~ /merge/ || $matters{ $_->[1] } } flat($type, 0);
    }
}

my (%wanted, @out);
sub want {
    my ($type) = @_;
    return if $wanted{$type}++ || !$matters{$type};
    for my $f (sort { $a->[0] cmp $b->[0] } flat($type, 0)) {
        my ($json, $target, $shape, $strategy, $keys) = @$f;
        next if $json eq '' || !($strategy =~ /merge/ || $matters{$target});
        my $child = $matters{$target} ? $target : '-';
        push @out, "type $type $json $child $shape " . ($strategy =~ /merge/ ? "$strategy $keys" : '- -');
        want($target) if $matters{$target};
    }
}

print "# Made by merge-keys.pl from Kubernetes' API types; do not edit.\n";
while (<DATA>) {
    my ($version, $scope, @kinds) = split;
    my $folder = $version =~ m{^(\w+)[^/]*/(\w+)$} ? "$1/$2" : "core/$version";
    for my $kind (@kinds) {
        my $type = "$folder.$kind";
        if (!$fields{$type}) {
            $type = 'meta.Object';
            $fields{$type} = [ [ 'metadata', 'meta.ObjectMeta', '-', '-', '-', 0 ] ];
            $matters{$type} = 1;
        }
        print "kind $version $kind $scope ", ($matters{$type} ? $type : '-'), "\n";
        want($type) if $matters{$type};
    }
}
print map { "$_\n" } sort @out;

__DATA__
admissionregistration.k8s.io/v1 c MutatingWebhookConfiguration ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1beta1 c MutatingWebhookConfiguration ValidatingWebhookConfiguration
apiextensions.k8s.io/v1 c CustomResourceDefinition
apiextensions.k8s.io/v1beta1 c CustomResourceDefinition
apiregistration.k8s.io/v1 c APIService
apiregistration.k8s.io/v1beta1 c APIService
apps/v1 n ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
autoscaling/v1 n HorizontalPodAutoscaler Scale
autoscaling/v2beta1 n HorizontalPodAutoscaler
autoscaling/v2beta2 n HorizontalPodAutoscaler
batch/v1 n CronJob Job
batch/v1beta1 n CronJob
certificates.k8s.io/v1 c CertificateSigningRequest
certificates.k8s.io/v1beta1 c CertificateSigningRequest
coordination.k8s.io/v1 n Lease
coordination.k8s.io/v1beta1 n Lease
discovery.k8s.io/v1 n EndpointSlice
discovery.k8s.io/v1beta1 n EndpointSlice
events.k8s.io/v1 n Event
events.k8s.io/v1beta1 n Event
extensions/v1beta1 n Ingress
flowcontrol.apiserver.k8s.io/v1beta1 c FlowSchema PriorityLevelConfiguration
networking.k8s.io/v1 c IngressClass
networking.k8s.io/v1 n Ingress NetworkPolicy
networking.k8s.io/v1beta1 c IngressClass
networking.k8s.io/v1beta1 n Ingress
node.k8s.io/v1 c RuntimeClass
node.k8s.io/v1beta1 c RuntimeClass
policy/v1 n PodDisruptionBudget
policy/v1beta1 c PodSecurityPolicy
policy/v1beta1 n PodDisruptionBudget
rbac.authorization.k8s.io/v1 c ClusterRole ClusterRoleBinding
rbac.authorization.k8s.io/v1 n Role RoleBinding
rbac.authorization.k8s.io/v1beta1 c ClusterRole ClusterRoleBinding
rbac.authorization.k8s.io/v1beta1 n Role RoleBinding
scheduling.k8s.io/v1 c PriorityClass
scheduling.k8s.io/v1beta1 c PriorityClass
storage.k8s.io/v1 c CSIDriver CSINode StorageClass VolumeAttachment
storage.k8s.io/v1beta1 c CSIDriver CSINode StorageClass VolumeAttachment
storage.k8s.io/v1beta1 n CSIStorageCapacity
v1 c ComponentStatus Namespace Node NodeProxyOptions PersistentVolume
v1 n ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodAttachOptions PodExecOptions PodPortForwardOptions PodProxyOptions PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount ServiceProxyOptions

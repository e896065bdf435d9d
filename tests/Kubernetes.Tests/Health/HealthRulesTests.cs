using Plumbline.Core.Kubernetes;
using Plumbline.Kubernetes.Health;

namespace Plumbline.Kubernetes.Tests.Health;

public sealed class HealthRulesTests
{
    public static TheoryData<string, HealthCode, string> Cases => new()
    {
        { Of("apps/v1", "Deployment", 2, "spec: {paused: true}, status: {observedGeneration: 1}"), HealthCode.Suspended, "Deployment is paused" },
        { Of("apps/v1", "Deployment", 2, "status: {observedGeneration: 1}"), HealthCode.Progressing, "Waiting for rollout to finish: observed deployment generation less than desired generation" },
        { Of("apps/v1", "Deployment", 1, "spec: {replicas: 3}, status: {observedGeneration: 1, replicas: 3, updatedReplicas: 1, conditions: [{type: Progressing, reason: ProgressDeadlineExceeded}]}"), HealthCode.Degraded, "Deployment \"x\" exceeded its progress deadline" },
        { Of("apps/v1", "Deployment", 1, "spec: {replicas: 3}, status: {observedGeneration: 1, replicas: 3, updatedReplicas: 1}"), HealthCode.Progressing, "Waiting for rollout to finish: 1 out of 3 new replicas have been updated..." },
        { Of("apps/v1", "Deployment", 1, "spec: {replicas: 3}, status: {observedGeneration: 1, replicas: 4, updatedReplicas: 3}"), HealthCode.Progressing, "Waiting for rollout to finish: 1 old replicas are pending termination..." },
        { Of("apps/v1", "Deployment", 1, "spec: {replicas: 3}, status: {observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 2}"), HealthCode.Progressing, "Waiting for rollout to finish: 2 of 3 updated replicas are available..." },
        { Of("apps/v1", "Deployment", 1, "spec: {replicas: 3}, status: {observedGeneration: 1, replicas: 3, updatedReplicas: 3, availableReplicas: 3}"), HealthCode.Healthy, "" },
        { Of("apps/v1", "StatefulSet", 1, "status: {}"), HealthCode.Progressing, "Waiting for statefulset spec update to be observed..." },
        { Of("apps/v1", "StatefulSet", 1, "spec: {replicas: 3}, status: {observedGeneration: 1, readyReplicas: 1}"), HealthCode.Progressing, "Waiting for 2 pods to be ready..." },
        { Of("apps/v1", "StatefulSet", 1, "spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}, status: {observedGeneration: 1, readyReplicas: 3, updatedReplicas: 1}"), HealthCode.Progressing, "Waiting for partitioned roll out to finish: 1 out of 2 new pods have been updated..." },
        { Of("apps/v1", "StatefulSet", 1, "spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}}, status: {observedGeneration: 1, readyReplicas: 3, updatedReplicas: 2}"), HealthCode.Healthy, "partitioned roll out complete: 2 new pods have been updated..." },
        { Of("apps/v1", "StatefulSet", 1, "spec: {replicas: 3, updateStrategy: {type: OnDelete}}, status: {observedGeneration: 1, readyReplicas: 3}"), HealthCode.Healthy, "statefulset has 3 ready pods" },
        { Of("apps/v1", "StatefulSet", 1, "spec: {replicas: 1}, status: {observedGeneration: 1, readyReplicas: 1, updatedReplicas: 0, currentRevision: a, updateRevision: b}"), HealthCode.Progressing, "waiting for statefulset rolling update to complete 0 pods at revision b..." },
        { Of("apps/v1", "StatefulSet", 1, "spec: {replicas: 1}, status: {observedGeneration: 1, readyReplicas: 1, currentReplicas: 1, currentRevision: a, updateRevision: a}"), HealthCode.Healthy, "statefulset rolling update complete 1 pods at revision a..." },
        { Of("apps/v1", "DaemonSet", 1, "status: {observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 1}"), HealthCode.Progressing, "Waiting for daemon set \"x\" rollout to finish: 1 out of 2 new pods have been updated..." },
        { Of("apps/v1", "DaemonSet", 1, "status: {observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1}"), HealthCode.Progressing, "Waiting for daemon set \"x\" rollout to finish: 1 of 2 updated pods are available..." },
        { Of("apps/v1", "ReplicaSet", 1, "spec: {replicas: 2}, status: {observedGeneration: 1, conditions: [{type: ReplicaFailure, status: 'True', message: quota}]}"), HealthCode.Degraded, "quota" },
        { Of("apps/v1", "ReplicaSet", 1, "spec: {replicas: 2}, status: {observedGeneration: 1, availableReplicas: 1}"), HealthCode.Progressing, "Waiting for rollout to finish: 1 out of 2 new replicas are available..." },
        { Of("batch/v1", "Job", 1, "status: {conditions: [{type: Failed, status: 'True', message: BackoffLimitExceeded}]}"), HealthCode.Degraded, "BackoffLimitExceeded" },
        { Of("batch/v1", "Job", 1, "status: {conditions: [{type: Suspended, status: 'False', message: Job resumed}]}"), HealthCode.Progressing, "" },
        { Of("batch/v1", "Job", 1, "status: {conditions: [{type: Suspended, status: 'False'}, {type: Complete, status: 'True', message: done}]}"), HealthCode.Healthy, "done" },
        { Of("batch/v1", "CronJob", 1, "status: {}"), HealthCode.Healthy, "CronJob has not been scheduled yet" },
        { Of("v1", "Pod", 1, "spec: {restartPolicy: Always}, status: {phase: Running, containerStatuses: [{name: c, lastState: {terminated: {exitCode: 1}}}]}"), HealthCode.Degraded, "" },
        { Of("v1", "Pod", 1, "spec: {restartPolicy: Never}, status: {phase: Failed, containerStatuses: [{name: c, state: {terminated: {exitCode: 3}}}]}"), HealthCode.Degraded, "container \"c\" failed with exit code 3" },
        { Of("v1", "Pod", 1, "spec: {restartPolicy: Never}, status: {phase: Failed, initContainerStatuses: [{name: i, state: {terminated: {exitCode: 137, reason: OOMKilled}}}]}"), HealthCode.Degraded, "OOMKilled" },
        { Of("v1", "Pod", 1, "spec: {restartPolicy: Never}, status: {phase: Pending, containerStatuses: [{state: {waiting: {reason: ImagePullBackOff}}}]}"), HealthCode.Progressing, "" },
        { Of("v1", "PersistentVolumeClaim", 1, "status: {phase: Lost}"), HealthCode.Degraded, "" },
        { Of("v1", "PersistentVolumeClaim", 1, "status: {phase: Bound}"), HealthCode.Healthy, "" },
        { Of("v1", "Service", 1, "spec: {type: LoadBalancer}, status: {loadBalancer: {}}"), HealthCode.Progressing, "" },
        { Of("apiregistration.k8s.io/v1", "APIService", 1, "status: {conditions: [{type: Available, status: 'False', reason: MissingEndpoints, message: none}]}"), HealthCode.Progressing, "MissingEndpoints: none" },
        { Of("policy/v1", "PodDisruptionBudget", 1, "status: {conditions: [{type: DisruptionAllowed, status: 'False', reason: InsufficientPods}]}"), HealthCode.Healthy, "PodDisruptionBudget has InsufficientPods" },
        { Of("autoscaling/v1", "HorizontalPodAutoscaler", 1, "status: {}"), HealthCode.Progressing, "Waiting to Autoscale" },
        { Of("argoproj.io/v1alpha1", "Workflow", 1, "status: {phase: Error, message: stopped}"), HealthCode.Degraded, "stopped" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Judge_follows_the_rule_of_the_kind(string yaml, HealthCode code, string message) =>
        Assert.Equal(new HealthStatus(code, message), HealthRules.Judge(Objects.FromYaml(yaml)));

    [Theory]
    [InlineData("v1", "ConfigMap")]
    [InlineData("example.com/v1", "Deployment")]
    [InlineData("argoproj.io/v1alpha1", "Application")]
    public void Judge_gives_no_health_to_a_kind_without_rule(string apiVersion, string kind) =>
        Assert.Null(HealthRules.Judge(Objects.FromYaml(Of(apiVersion, kind, 1, "status: {}"))));

    [Fact]
    public void Judge_calls_every_object_that_is_being_deleted_progressing()
    {
        var live = Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, deletionTimestamp: '2026-01-01T00:00:00Z'}}");

        Assert.Equal(new HealthStatus(HealthCode.Progressing, "Pending deletion"), HealthRules.Judge(live));
    }

    [Fact]
    public void Judge_still_judges_a_hook_whose_finalizer_holds_it()
    {
        var live = Objects.FromYaml("{apiVersion: batch/v1, kind: Job, metadata: {name: x, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: [argocd.argoproj.io/hook-finalizer]}, status: {conditions: [{type: Complete, status: 'True'}]}}");

        Assert.Equal(HealthCode.Healthy, HealthRules.Judge(live)!.Code);
    }

    [Theory]
    [InlineData("{}", HealthCode.Healthy)]
    [InlineData("{argocd.argoproj.io/hook: PreSync}", HealthCode.Progressing)]
    public void Judge_lets_the_annotation_make_a_running_pod_healthy_unless_it_is_a_hook(string more, HealthCode expected)
    {
        var live = Objects.FromYaml($"{{apiVersion: v1, kind: Pod, metadata: {{name: x, annotations: {more}}}, spec: {{restartPolicy: Never}}, status: {{phase: Running, conditions: [{{type: Ready, status: 'True'}}]}}}}");
        live.Annotate("argocd.argoproj.io/ignore-restart-policy", "true");

        Assert.Equal(expected, HealthRules.Judge(live)!.Code);
    }

    [Fact]
    public void Judge_takes_fields_of_the_wrong_type_as_absent()
    {
        var live = Objects.FromYaml(Of("apps/v1", "Deployment", 1, "spec: [], status: {observedGeneration: one, conditions: {}}"));

        Assert.Equal(HealthCode.Progressing, HealthRules.Judge(live)!.Code);
    }

    private static string Of(string apiVersion, string kind, int generation, string rest) =>
        $"{{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: x, generation: {generation}}}, {rest}}}";
}

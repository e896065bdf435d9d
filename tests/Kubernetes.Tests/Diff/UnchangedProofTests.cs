using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Diff;

namespace Plumbline.Kubernetes.Tests.Diff;

public sealed class UnchangedProofTests
{
    private const string Desired = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"cart","namespace":"web","labels":{"app":"cart"},"finalizers":["a/b","c/d"],"creationTimestamp":null},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"cart"}},"template":{"spec":{"containers":[
          {"name":"cart","image":"cart:1","ports":[{"containerPort":80}],"env":[{"name":"A","value":"1"}],"args":["x","y"]},{"name":"side","image":"side:1"}]}}},"status":{}}
        """;

    private const string Live = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"cart","namespace":"web","uid":"u","resourceVersion":"7","generation":3,"labels":{"app":"cart","other":"1"},"finalizers":["a/b","z","c/d"],
          "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"apps/v1","fieldsV1":{"f:status":{}}},
          {"manager":"plumbline","operation":"Apply","apiVersion":"apps/v1","fieldsV1":{"f:metadata":{"f:labels":{"f:app":{}},"f:finalizers":{"v:\"a/b\"":{},"v:\"c/d\"":{}}},
           "f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:spec":{"f:containers":{
             "k:{\"name\":\"cart\"}":{".":{},"f:name":{},"f:image":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}},"f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}}},"f:args":{}},
             "k:{\"name\":\"side\"}":{".":{},"f:name":{},"f:image":{}}}}}}}}]},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"cart"}},"progressDeadlineSeconds":600,"template":{"spec":{"restartPolicy":"Always","containers":[
          {"name":"cart","image":"cart:1","imagePullPolicy":"Always","ports":[{"containerPort":80,"protocol":"TCP"}],"env":[{"name":"A","value":"1"},{"name":"INJECTED","value":"2"}],"args":["x","y"]},{"name":"side","image":"side:1"}]}}},
         "status":{"replicas":2}}
        """;

    [Fact]
    public void Everything_owned_and_equal_is_unchanged() =>
        Assert.True(UnchangedProof.Holds(Objects.FromJson(Desired), Objects.FromJson(Live)));

    [Theory]
    [InlineData("\"image\":\"cart:1\"", "\"image\":\"cart:2\"")]
    [InlineData("\"replicas\":2", "\"replicas\":\"2\"")]
    [InlineData("\"replicas\":2,", "")]
    [InlineData(",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]", "")]
    [InlineData("\"args\":[\"x\",\"y\"]", "\"args\":[\"y\",\"x\"]")]
    [InlineData("\"finalizers\":[\"a/b\",\"c/d\"]", "\"finalizers\":[\"c/d\",\"a/b\"]")]
    [InlineData("\"finalizers\":[\"a/b\",\"c/d\"]", "\"finalizers\":[\"a/b\"]")]
    [InlineData("{\"app\":\"cart\"},\"fin", "{\"app\":\"cart\",\"other\":\"1\"},\"fin")]
    [InlineData("\"containerPort\":80", "\"containerPort\":80,\"protocol\":\"TCP\"")]
    [InlineData(",{\"name\":\"side\",\"image\":\"side:1\"}", "")]
    [InlineData("\"namespace\":\"web\"", "\"namespace\":\"web\",\"resourceVersion\":\"7\"")]
    [InlineData("\"apiVersion\":\"apps/v1\"", "\"apiVersion\":\"apps/v1beta1\"")]
    [InlineData("\"status\":{}", "\"status\":{\"replicas\":2}")]
    [InlineData("\"replicas\":2", "\"replicas\":2,\"paused\":null")]
    public void Any_doubt_about_what_is_desired_is_a_no(string from, string to)
    {
        Assert.Contains(from, Desired, StringComparison.Ordinal);
        Assert.False(UnchangedProof.Holds(Objects.FromJson(Desired.Replace(from, to, StringComparison.Ordinal)), Objects.FromJson(Live)));
    }

    [Theory]
    [InlineData("\"manager\":\"plumbline\",\"operation\":\"Apply\"", "\"manager\":\"plumbline\",\"operation\":\"Update\"")]
    [InlineData("\"manager\":\"plumbline\"", "\"manager\":\"kubectl\"")]
    [InlineData("\"f:image\":{}", "\"f:image\":{},\"f:command\":{}")]
    [InlineData("\"k:{\\\"name\\\":\\\"side\\\"}\":{\".\"", "\"i:1\":{\".\"")]
    [InlineData("\"image\":\"side:1\"", "\"image\":\"side:2\"")]
    [InlineData("\"uid\":\"u\"", "\"uid\":\"u\",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"")]
    public void Any_doubt_about_what_is_live_is_a_no(string from, string to)
    {
        Assert.Contains(from, Live, StringComparison.Ordinal);
        Assert.False(UnchangedProof.Holds(Objects.FromJson(Desired), Objects.FromJson(Live.Replace(from, to, StringComparison.Ordinal))));
    }

    [Fact]
    public void Items_in_another_order_are_a_no()
    {
        var desired = Objects.FromJson(Desired);
        var containers = (ListNode)((MapNode)((MapNode)((MapNode)desired.Root["spec"]!)["template"]!)["spec"]!)["containers"]!;
        (containers[0], containers[1]) = (containers[1], containers[0]);

        Assert.False(UnchangedProof.Holds(desired, Objects.FromJson(Live)));
    }
}

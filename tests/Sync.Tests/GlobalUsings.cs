global using Plumbline.Core.Kubernetes;
global using static Plumbline.Sync.Tests.Composed.Manifests;

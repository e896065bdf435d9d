namespace Plumbline.Http;

/// <summary>The host resolves to an address that is not of the public internet and that the operator did not allow.</summary>
public sealed class AddressRefusedException() : IOException("the host resolves to a private, local or reserved address");

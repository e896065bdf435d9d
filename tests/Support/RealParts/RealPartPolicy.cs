namespace Plumbline.Support.RealParts;

/// <summary>The one rule about real parts that are missing: skipped with the reason, or failed where they are required.</summary>
public static class RealPartPolicy
{
    /// <summary>The variable that, set to 1, makes a missing part a failure. Set where all checks must run.</summary>
    public const string RequireVariable = "PLUMBLINE_REQUIRE_REAL";

    /// <summary>Whether a missing part is a failure here.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable(RequireVariable) == "1";
}

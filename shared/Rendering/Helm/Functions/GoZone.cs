using NodaTime;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>A time zone: of the tz database (which comes with the program, so every host gives the same answers) or a fixed offset.</summary>
internal sealed class GoZone
{
    /// <summary>UTC; also what stands for Go's local zone, so that a render does not depend on the host.</summary>
    public static readonly GoZone Utc = new(null, "UTC", 0);

    /// <summary>Name of the zone of a date and time in TOML that say none.</summary>
    public const string LocalDateTime = "datetime-local";

    /// <summary>Name of the zone of a date in TOML.</summary>
    public const string LocalDate = "date-local";

    /// <summary>Name of the zone of a time in TOML.</summary>
    public const string LocalTime = "time-local";

    private static readonly Instant First = Instant.FromUnixTimeSeconds(-377_673_580_800);
    private static readonly Instant Last = Instant.FromUnixTimeSeconds(253_402_300_799);

    private readonly DateTimeZone? _zone;
    private readonly string _name;
    private readonly int _offset;

    private GoZone(DateTimeZone? zone, string name, int offset)
    {
        _zone = zone;
        _name = name;
        _offset = offset;
    }

    /// <summary>Its name, as Go's location has it.</summary>
    public string Name => _name;

    /// <summary>A zone that is always as far from UTC, in seconds.</summary>
    public static GoZone Fixed(string name, int offset) => new(null, name, offset);

    /// <summary>A zone of the database; null when there is none of that name.</summary>
    public static GoZone? Find(string name) => name switch
    {
        "" or "UTC" or "Local" => Utc,
        _ => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone && !name.StartsWith("UTC", StringComparison.Ordinal) ? new GoZone(zone, name, 0) : null,
    };

    /// <summary>Whether a moment is in daylight saving time there.</summary>
    public bool IsDaylight(long unixSeconds) => _zone is not null && _zone.GetZoneInterval(Within(unixSeconds)).Savings != Offset.Zero;

    /// <summary>Offset from UTC in seconds and abbreviation (empty for an unnamed offset) at a moment.</summary>
    public (int Offset, string Name) At(long unixSeconds)
    {
        if (_zone is null)
        {
            return (_offset, _name);
        }

        var interval = _zone.GetZoneInterval(Within(unixSeconds));
        return (interval.WallOffset.Seconds, interval.Name);
    }

    private static Instant Within(long unixSeconds) => Instant.FromUnixTimeSeconds(Math.Clamp(unixSeconds, First.ToUnixTimeSeconds(), Last.ToUnixTimeSeconds()));
}

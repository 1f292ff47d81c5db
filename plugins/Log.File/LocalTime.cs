namespace Msmtp.Log.File;

/// <summary>A moment as the user's clock shows it.</summary>
/// <param name="Moment">Date and time, with the distance from UTC.</param>
/// <param name="Zone">The zone's abbreviation: <c>CET</c>.</param>
readonly record struct LocalTime(DateTimeOffset Moment, string Zone);

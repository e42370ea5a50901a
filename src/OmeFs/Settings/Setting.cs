using System.CommandLine;

namespace OmeFs.Settings;

/// <summary>One setting, declared once: its option with the text for `--help`, and where its value goes.</summary>
/// <param name="option">Long options are also words of `-o` (/etc/fstab): --allow-other is allow_other.</param>
/// <param name="apply">Returns the settings with the value from the command line.</param>
internal sealed class Setting<T>(Option option, Func<ParseResult, T, T> apply)
{
    public Option Option => option;

    /// <summary>Applies the option. Returns the settings unchanged if the command line does not have it.</summary>
    public T Apply(ParseResult parsed, T settings) => parsed.GetResult(option) is { Implicit: false } ? apply(parsed, settings) : settings;

    /// <summary>The same setting as a part of larger settings.</summary>
    public Setting<TWhole> Within<TWhole>(Func<TWhole, T> part, Func<TWhole, T, TWhole> with) =>
        new(option, (parsed, whole) => with(whole, apply(parsed, part(whole))));
}

/// <summary>Tables of settings. Each call of a method that returns one creates new options, for one command.</summary>
internal static class Setting
{
    public static Setting<T> Of<T, TValue>(Option<TValue> option, Func<T, TValue, T> with) =>
        new(option, (parsed, settings) => with(settings, parsed.GetValue(option)!));

    public static void AddTo<T>(this IEnumerable<Setting<T>> table, Command command)
    {
        foreach (var setting in table)
            command.Options.Add(setting.Option);
    }

    /// <exception cref="Core.OmeFsException"><see cref="Core.FaultKind.Usage"/>: a value is invalid.</exception>
    public static T Read<T>(this IEnumerable<Setting<T>> table, ParseResult parsed, T settings) =>
        table.Aggregate(settings, (read, setting) => setting.Apply(parsed, read));
}

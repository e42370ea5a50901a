using OmeFs.Commands;

namespace OmeFs.Tests.Commands;

/// <summary>What a wrong command line is answered with.</summary>
public class CommandLineErrorsTests
{
    [Theory]
    [InlineData("inspect --jsn f.tif", "unknown option --jsn; did you mean --json?")]
    [InlineData("inspect f.tif --jsn", "unknown option --jsn; did you mean --json?")]
    [InlineData("inspect --jsn", "unknown option --jsn; did you mean --json?")]
    [InlineData("inspect -json f.tif", "unknown option -json; did you mean --json?")]
    [InlineData("inspect --JSON f.tif", "unknown option --JSON; did you mean --json?")]
    [InlineData("mount --allow_other a b", "unknown option --allow_other; did you mean --allow-other?")]
    [InlineData("mount a b --allow-othr", "unknown option --allow-othr; did you mean --allow-other?")]
    [InlineData("mount a b --forground", "unknown option --forground; did you mean --foreground?")]
    [InlineData("mount a b --fore", "unknown option --fore; did you mean --foreground?")]
    [InlineData("mount a b --skip-refuse", "unknown option --skip-refuse; did you mean --skip-refused?")]
    [InlineData("mount a b --loglevel=debug", "unknown option --loglevel; did you mean --log-level?")]
    [InlineData("mount a b --loud", "unknown option --loud")]
    [InlineData("mount a b -x", "unknown option -x")]
    [InlineData("mount a b --announce", "unknown option --announce")]
    [InlineData("verify --sha f.tif", "unknown option --sha; did you mean --sha256?")]
    [InlineData("--verison", "unknown option --verison; did you mean --version?")]
    [InlineData("mont", "unknown command mont; did you mean mount?")]
    [InlineData("mont a b", "unknown command mont; did you mean mount?")]
    [InlineData("inspct f.tif", "unknown command inspct; did you mean inspect?")]
    [InlineData("unmout x", "unknown command unmout; did you mean unmount?")]
    [InlineData("ls", "unknown command ls")]
    [InlineData("fly", "unknown command fly")]
    [InlineData("", "a command expected")]
    [InlineData("mount", "SOURCE is missing: A TIFF, OME-TIFF or OME-XML file")]
    [InlineData("mount a", "MOUNTPOINT is missing: An empty folder")]
    [InlineData("mount a b c", "c is one argument too many")]
    [InlineData("umount", "MOUNTPOINT is missing")]
    [InlineData("inspect --layout foo f.tif", "--layout foo: one of auto, bioformats2raw, image expected")]
    [InlineData("inspect --layout=2 f.tif", "--layout 2: one of auto, bioformats2raw, image expected")]
    [InlineData("inspect --layout f.tif", "--layout f.tif: one of auto")]
    [InlineData("inspect f.tif --layout", "--layout needs a value: LAYOUT")]
    [InlineData("mount a b --log-level", "--log-level needs a value: LEVEL")]
    [InlineData("inspect f.tif --missing zero", "--missing zero: one of refuse, fill expected")]
    [InlineData("mount a b --log-level loud", "--log-level loud: one of info, debug, warn, error expected")]
    [InlineData("mount a b --uid no-such-user", "--uid no-such-user: a number or a name this system knows expected")]
    [InlineData("mount a b --gid -1", "--gid")]
    [InlineData("mount a b --json=maybe", "maybe is one argument too many")]
    [InlineData("mount a b --layout auto --layout image", "--layout is given more than once")]
    [InlineData("verify a --seed x", "--seed x: a whole number expected")]
    [InlineData("verify a --sample some", "--sample some: a percentage above 0 and up to 100 expected, such as 5%")]
    [InlineData("index a", "--output is missing")]
    [InlineData("index a -o b --codecs all", "--codecs all: one of strict, imagecodecs expected")]
    [InlineData("list x", "x is one argument too many")]
    [InlineData("list -- --json", "--json is one argument too many")]
    public void A_wrong_command_line_says_what_is_wrong(string line, string message)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var errors = CommandLine.Errors(OmeFsCommand.Parse(words), words);
        Assert.NotEmpty(errors);
        Assert.StartsWith(message, errors[0], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", string.Join(' ', errors), StringComparison.Ordinal);
        Assert.Contains("--help", errors[^1], StringComparison.Ordinal);
        if (!message.Contains("did you mean", StringComparison.Ordinal) && message.StartsWith("unknown", StringComparison.Ordinal))
            Assert.Equal(message, errors[0]);
    }

    [Theory]
    [InlineData("inspect --layout IMAGE f.tif")]
    [InlineData("inspect --layout=Auto -- --jsn")]
    [InlineData("inspect @a.tif")]
    [InlineData("info f.tif")]
    [InlineData("mount a b --uid root --gid root")]
    [InlineData("index a -o -")]
    [InlineData("mount --help --jsn")]
    [InlineData("mount -?")]
    [InlineData("-V")]
    [InlineData("help")]
    [InlineData("help mount")]
    [InlineData("version")]
    public void A_right_command_line_is_taken(string line)
    {
        var words = line.Split(' ');
        Assert.Empty(CommandLine.Errors(OmeFsCommand.Parse(words), words));
    }
}

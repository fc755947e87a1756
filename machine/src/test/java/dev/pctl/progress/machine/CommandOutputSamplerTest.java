package dev.pctl.progress.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandOutputSamplerTest {

    private static final long KIB = 1L << 10;
    private static final long GIB = 1L << 30;

    private final TestClock clock = new TestClock();
    private final CommandOutputSampler text = new CommandOutputSampler(clock);

    // ---- df

    @Test
    void posixDfInBlocksOfAKibibyte() {
        assertThat(text.read("""
                Filesystem     1024-blocks     Used Available Capacity Mounted on
                /dev/nvme0n1p1    47173612 12896112  34277500      28% /
                """))
                .containsExactly(new SampleFact.Disk("/", 12896112 * KIB, 47173612 * KIB, 34277500 * KIB));
    }

    @Test
    void dfForPeopleInPowersOf1024() {
        List<SampleFact> facts = text.read("""
                Filesystem      Size  Used Avail Use% Mounted on
                /dev/nvme0n1p1   45G   12G   33G  28% /
                /dev/nvme1n1    1.5T  700M  1.4T   1% /opt/spack builds
                """);
        assertThat(facts)
                .containsExactly(
                        new SampleFact.Disk("/", 12 * GIB, 45 * GIB, 33 * GIB),
                        new SampleFact.Disk("/opt/spack builds", 700 << 20, 1536 * GIB, Math.round(1433.6 * GIB)));
    }

    @Test
    void dfWithTypesAndOtherBlocks() {
        assertThat(text.read("""
                Filesystem              Type 1M-blocks  Used Available Use% Mounted on
                /dev/mapper/rhel-root   xfs       1000   400       600  40% /
                """)).containsExactly(new SampleFact.Disk("/", 400 << 20, 1000 << 20, 600 << 20));
        assertThat(text.read("""
                Filesystem 512-blocks Used Available Capacity Mounted on
                /dev/sda 8 2 6 25% /data
                """)).containsExactly(new SampleFact.Disk("/data", 1024, 4096, 3072));
    }

    @Test
    void anInodeTableJoinsTheSpaceOfItsFileSystem() {
        assertThat(text.read("""
                Filesystem     1024-blocks     Used Available Capacity Mounted on
                /dev/vda         264212084 22770040  83620872      22% /
                Filesystem       Inodes  IUsed    IFree IUse% Mounted on
                /dev/vda       16777216 416496 16360720    3% /
                """))
                .containsExactly(
                        new SampleFact.Disk("/", 22770040 * KIB, 264212084 * KIB, 83620872 * KIB, 416496L, 16777216L));
    }

    @Test
    void inodesThatCameBeforeJoinTheNextSpace() {
        assertThat(text.read("""
                Filesystem              Inodes      Used Available Use% Mounted on
                /dev/vda              16777216    416496  16360720   2% /
                """)).isEmpty();
        assertThat(text.read("""
                Filesystem           1K-blocks      Used Available Use% Mounted on
                /dev/vda                   100        40        60  40% /
                """))
                .containsExactly(new SampleFact.Disk("/", 40 * KIB, 100 * KIB, 60 * KIB, 416496L, 16777216L));
    }

    @Test
    void aFileSystemThatCountsNoInodesHasNone() {
        assertThat(text.read("""
                Filesystem     1K-blocks  Used Available Use% Mounted on
                /dev/sdb             100    40        60  40% /btrfs
                Filesystem     Inodes IUsed IFree IUse% Mounted on
                /dev/sdb            0     0     0     - /btrfs
                """)).containsExactly(new SampleFact.Disk("/btrfs", 40 * KIB, 100 * KIB, 60 * KIB));
    }

    @Test
    void aLongDeviceNameHasALineToItself() {
        assertThat(text.read("""
                Filesystem           1K-blocks      Used Available Use% Mounted on
                /dev/mapper/VolGroup00-a_very_long_name_of_a_logical_volume
                                            100        30        70  30% /opt
                fs-0123456789abcdef.efs.us-west-2.amazonaws.com:/
                                       9007199254739968   1024 9007199254738944   1% /shared
                """))
                .containsExactly(
                        new SampleFact.Disk("/opt", 30 * KIB, 100 * KIB, 70 * KIB),
                        new SampleFact.Disk("/shared", 1024 * KIB, 9007199254739968L * KIB, 9007199254738944L * KIB));
    }

    @Test
    void macStatesInodesInTheSameTable() {
        assertThat(text.read("""
                Filesystem   512-blocks      Used Available Capacity iused     ifree %iused  Mounted on
                /dev/disk1s1       1000       400       600    40%      10        90   10%   /
                """))
                .containsExactly(new SampleFact.Disk("/", 400 * 512, 1000 * 512, 600 * 512, 10L, 100L));
    }

    @Test
    void whereNothingIsBuiltIsLeftOut() {
        assertThat(text.read("""
                Filesystem     1K-blocks  Used Available Use% Mounted on
                udev                 100     0       100   0% /dev
                tmpfs                100     1        99   1% /run
                /dev/loop3           100   100         0 100% /snap/core/1
                /dev/nvme0n1p15      100    90        10  90% /boot/efi
                tmpfs                100     5        95   5% /tmp
                proc                   0     0         0    - /proc
                """)).extracting(f -> ((SampleFact.Disk) f).path()).containsExactly("/tmp");
    }

    // ---- memory

    @Test
    void meminfo() {
        assertThat(text.read("""
                MemTotal:        8056456 kB
                MemFree:          300000 kB
                MemAvailable:    5000000 kB
                Buffers:           10000 kB
                Cached:          4000000 kB
                SwapCached:            0 kB
                SwapTotal:       2097148 kB
                SwapFree:        2000000 kB
                """))
                .containsExactly(
                        new SampleFact.Memory(3056456 * KIB, 8056456 * KIB, 5000000 * KIB, 97148 * KIB, 2097148 * KIB));
    }

    @Test
    void meminfoOfAKernelThatDoesNotSayWhatIsAvailable() {
        assertThat(text.read("""
                MemTotal:        1000 kB
                MemFree:          200 kB
                Buffers:           50 kB
                Cached:           300 kB
                Shmem:             40 kB
                """)).containsExactly(new SampleFact.Memory(490 * KIB, 1000 * KIB, 510 * KIB, null, null));
    }

    @Test
    void freeInAllItsUnits() {
        String kib = """
                               total        used        free      shared  buff/cache   available
                Mem:         8056456     1500000      300000       10000     6256456     5000000
                Swap:        2097148       97148     2000000
                """;
        SampleFact.Memory expected =
                new SampleFact.Memory(3056456 * KIB, 8056456 * KIB, 5000000 * KIB, 97148 * KIB, 2097148 * KIB);
        assertThat(text.read(kib)).containsExactly(expected);
        assertThat(text.read("""
                               total        used        free      shared  buff/cache   available
                Mem:      8249810944  1536000000   307200000    10240000  6406610944  5120000000
                Swap:     2147479552    99479552  2048000000
                """)).containsExactly(expected);
        assertThat(text.read("""
                               total        used        free      shared  buff/cache   available
                Mem:            7867        1464         292           9        6109        4882
                Swap:           2047          94        1953
                """))
                .containsExactly(
                        new SampleFact.Memory((7867L - 4882) << 20, 7867L << 20, 4882L << 20, 94L << 20, 2047L << 20));
        assertThat(text.read("""
                               total        used        free      shared  buff/cache   available
                Mem:           7.5Gi       1.5Gi       292Mi       9.0Mi       6.0Gi       4.5Gi
                Swap:             0B          0B          0B
                """)).containsExactly(new SampleFact.Memory(3 * GIB, 15 * GIB / 2, 9 * GIB / 2, 0L, 0L));
    }

    @Test
    void oldFreeCountsCachesAsUsedAndSaysSoInALineOfItsOwn() {
        assertThat(text.read("""
                             total       used       free     shared    buffers     cached
                Mem:       8056456    7756456     300000      10000      10000    4000000
                -/+ buffers/cache:    3746456    4310000
                Swap:            0          0          0
                """))
                .containsExactly(new SampleFact.Memory(3746456 * KIB, 8056456 * KIB, 4310000 * KIB, 0L, 0L));
    }

    @Test
    void oldBusyboxFree() {
        assertThat(text.read("""
                             total         used         free       shared      buffers
                Mem:        505340       139692       365648            0        10096
                -/+ buffers:             129596       375744
                Swap:            0            0            0
                """))
                .containsExactly(new SampleFact.Memory(129596 * KIB, 505340 * KIB, 375744 * KIB, 0L, 0L));
    }

    @Property
    void theUnitOfFreeIsRecognised(
            @ForAll @LongRange(min = 1 << 16, max = 1L << 30) long totalPages, @ForAll long seed) {
        Random random = new Random(seed);
        long[] pages = {totalPages, 0, 0, 0, 0, 0};
        for (int i = 1; i < pages.length; i++) {
            pages[i] = (long) (totalPages * random.nextDouble());
        }
        for (long unit : new long[] {1, KIB}) {
            StringBuilder table = new StringBuilder("total used free shared buff/cache available\nMem:");
            for (long page : pages) {
                table.append(' ').append(page * 4096 / unit);
            }
            SampleFact.Memory memory =
                    (SampleFact.Memory) text.read(table.toString()).get(0);
            boolean allMultiples = unit == KIB && Arrays.stream(pages).allMatch(p -> p % 256 == 0);
            assertThat(allMultiples || memory.totalBytes() == totalPages * 4096).isTrue();
        }
    }

    // ---- processors, network, disks

    @Test
    void usageComesWithTheSecondText() {
        assertThat(text.read("""
                cpu  1000 0 500 8000 500 0 0 0 0 0
                cpu0 500 0 250 4000 250 0 0 0 0 0
                cpu1 500 0 250 4000 250 0 0 0 0 0
                intr 1 2 3 4 5 6 7 8 9 10 11 12 13 14
                0.92 1.32 0.90 1/87 5695
                """)).containsExactly(new SampleFact.Cpu(null, 0.92, 2));
        clock.advance(Duration.ofSeconds(10));
        assertThat(text.read("cpu  1600 0 600 8200 600 0 0 0 0 0\n")).containsExactly(new SampleFact.Cpu(0.7, null, 2));
    }

    @Test
    void networkLeavesOutWhatStaysInside() {
        String table = """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:  %1$d     324    0    0    0     0          0         0   114166     324    0    0    0     0       0          0
                  eth0:%1$d    3135    0    0    0     0          0         0   %2$d    2890    0    0    0     0       0          0
                docker0: %1$d    3135    0    0    0     0          0         0   %2$d    2890    0    0    0     0       0          0
                """;
        assertThat(text.read(table.formatted(1000, 500))).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        assertThat(text.read(table.formatted(3000, 1500))).containsExactly(new SampleFact.Network(200, 100));
        clock.advance(Duration.ofSeconds(10));
        assertThat(text.read(table.formatted(10, 5))).as("after a restart").isEmpty();
    }

    @Test
    void diskTrafficCountsWholeDisksOnce() {
        String table = """
                   7       0 loop0 %1$d 0 %1$d 0 %1$d 0 %1$d 0 0 0 0
                 259       0 nvme0n1 1 0 %1$d 0 1 0 %2$d 0 0 0 0 0 0 0 0 0 0
                 259       1 nvme0n1p1 1 0 %1$d 0 1 0 %2$d 0 0 0 0
                 202       1 xvda1 1 0 %1$d 0 1 0 %2$d 0 0 0 0
                 253       0 dm-0 1 0 %1$d 0 1 0 %2$d 0 0 0 0
                """;
        assertThat(text.read(table.formatted(0, 0))).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        assertThat(text.read(table.formatted(100, 200)))
                .containsExactly(new SampleFact.DiskIo(2 * 100 * 512 / 2.0, 2 * 200 * 512 / 2.0));
    }

    @Test
    void noRateWithoutTime() {
        String line = "eth0: 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0\n";
        text.read(line);
        assertThat(text.read(line)).isEmpty();
    }

    // ---- what is not understood

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "bash: df: command not found",
                "Filesystem",
                "Filesystem Mounted",
                "Filesystem a b c d Mounted on\nx 1 2 3 4% /",
                "Dateisystem    1K-Blöcke  Benutzt Verfügbar Verw% Eingehängt auf\n/dev/vda 100 40 60 40% /",
                "Filesystem     1K-blocks  Used Available Use% Mounted on\n/dev/vda 1,5 x y 40% /",
                "Filesystem     1K-blocks  Used Available Use% Mounted on\n/dev/vda 99999999999999999 9 9 4% /",
                "              gesamt       benutzt     frei\nSpeicher: 8056456 1500000 300000",
                "total used free\nMem: many 1 2",
                "total used free\nMem:",
                "MemTotal: kB\nMemFree:",
                "MemTotal: 999999999999999999999 kB\nMemFree: 1 kB",
                "cpu\ncpux",
                "eth0: 1 2 3",
                "1 2 3",
                "1.0 2.0 3.0 4/5",
                "@disk\n@disk 7\n@cores\n@process 1 2\n@root x\n@page",
            })
    void whatIsNotUnderstoodGivesNothing(String garbage) {
        assertThat(text.read(garbage)).isEmpty();
    }

    @Property(tries = 300)
    void nothingBreaksIt(@ForAll @StringLength(max = 200) String noise, @ForAll long seed) {
        String good = """
                Filesystem 1K-blocks Used Available Use% Mounted on
                /dev/vda 100 40 60 40% /
                total used free shared buff/cache available
                Mem: 8 4 4 0 0 4
                -/+ buffers/cache: 1 2
                MemTotal: 8 kB
                cpu 1 2 3 4 5
                0.92 1.32 0.90 1/87 5695
                eth0: 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0
                8 0 sda 1 2 3 4 5 6 7 8 9 10 11
                @disk 1
                @process 1 2 3 4 5 6 7
                """;
        StringBuilder damaged = new StringBuilder(good);
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            int at = random.nextInt(damaged.length() - 5);
            damaged.replace(at, at + random.nextInt(5), random.nextBoolean() ? "" : " 9");
        }
        text.read(noise);
        text.read(damaged.insert(random.nextInt(damaged.length()), noise).toString());
    }
}
